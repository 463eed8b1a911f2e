package org.anomalyflow.training.defect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

class PerlinNoiseTest {

	@Test
	void isZeroAtNodesAndOutside() {
		final PerlinNoise noise = new PerlinNoise(4, 2, new SplittableRandom(1));
		for (int column = 0; column < 4; column++)
			for (int row = 0; row < 2; row++)
				assertEquals(0, noise.at(column / 4.0, row / 2.0), 1e-12);
		assertEquals(0, noise.at(-0.1, 0.3));
		assertEquals(0, noise.at(0.3, 1));
	}

	/** In a cell of one node's ramp: half way between two nodes, both ramps count half. */
	@Test
	void blendsTheRampsOfFourNodes() {
		final SplittableRandom random = new SplittableRandom(5);
		final double[] angles = new double[4];
		for (int node = 0; node < 4; node++)
			angles[node] = 2 * Math.PI * random.nextDouble();
		double expected = 0;
		for (int node = 0; node < 4; node++)
			expected += 0.25 * (Math.cos(angles[node]) * (0.5 - node % 2) + Math.sin(angles[node]) * (0.5 - node / 2));
		assertEquals(Math.sqrt(2) * expected, new PerlinNoise(1, 1, new SplittableRandom(5)).at(0.5, 0.5), 1e-12);
		final double top = 0.25 * 0.25 * 0.25 * (0.25 * (6 * 0.25 - 15) + 10);
		final double edge = (1 - top) * Math.cos(angles[0]) * 0.25 + top * Math.cos(angles[1]) * -0.75;
		assertEquals(Math.sqrt(2) * edge, new PerlinNoise(1, 1, new SplittableRandom(5)).at(0.25, 0), 1e-12);
	}

	@Test
	void staysBetweenMinusOneAndOneAndDependsOnTheSeed() {
		final PerlinNoise noise = new PerlinNoise(8, 8, new SplittableRandom(2));
		double least = 0;
		double greatest = 0;
		for (int i = 0; i < 10000; i++) {
			final double value = noise.at(i % 100 / 100.0, i / 100 / 100.0);
			least = Math.min(least, value);
			greatest = Math.max(greatest, value);
		}
		assertTrue(least >= -1 && least < -0.5 && greatest <= 1 && greatest > 0.5, least + " to " + greatest);
		assertEquals(noise.at(0.31, 0.77), new PerlinNoise(8, 8, new SplittableRandom(2)).at(0.31, 0.77));
		assertNotEquals(noise.at(0.31, 0.77), new PerlinNoise(8, 8, new SplittableRandom(3)).at(0.31, 0.77));
	}
}
