package org.anomalyflow.sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class NoiseTest {

	@Test
	void valueNoiseMeetsItsLatticeAndStaysInRange() {
		for (int i = -50; i < 50; i++) {
			assertEquals(2 * Noise.white(5, i, 3) - 1, Noise.value(5, i, 3), 0, "exact on the lattice");
			final double between = Noise.value(5, i + 0.37, 0.11 * i);
			assertTrue(between >= -1 && between <= 1);
		}
	}

	@Test
	void whiteNoiseIsUniform() {
		final int n = 100_000;
		double sum = 0;
		double squares = 0;
		for (int i = 0; i < n; i++) {
			final double value = Noise.white(1, i % 300, i / 300);
			sum += value;
			squares += value * value;
		}
		// mean 1/2 with deviation 0.289 / sqrt(n) = 0.0009, mean square 1/3 with 0.298 / sqrt(n): five deviations
		assertEquals(0.5, sum / n, 0.005);
		assertEquals(1.0 / 3, squares / n, 0.005);
	}
}
