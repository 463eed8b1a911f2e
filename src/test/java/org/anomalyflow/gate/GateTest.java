package org.anomalyflow.gate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Tensors;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;
import org.anomalyflow.weights.HostTensor;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.junit.jupiter.api.Test;

class GateTest {

	private static final int[] CHANNELS = { 3, 5 };
	private static final int LENGTH = ImageSummary.PIXELS + 2 * (3 + 5);

	/** Like each other but for two things in common, as brightness and contrast. */
	private static float[] good(final SplittableRandom random) {
		final double first = random.nextGaussian();
		final double second = random.nextGaussian();
		final float[] summary = new float[LENGTH];
		for (int i = 0; i < LENGTH; i++)
			summary[i] = (float) (5 + i + first * Math.cos(i) + second * Math.sin(2 * i) + 0.2 * random.nextGaussian());
		return summary;
	}

	private static Gate gate(final SplittableRandom random, final int images) {
		final GateLearner learner = new GateLearner(CHANNELS);
		for (int i = 0; i < images; i++)
			learner.add(i, good(random));
		return learner.learn();
	}

	/** The matrix form that the class saves: C = (1 - l) S + l I of the standardised images, inverted in full. */
	@Test
	void distanceIsMahalanobis() {
		final SplittableRandom random = new SplittableRandom(1);
		final int n = 7;
		final int d = 12;
		final List<float[]> vectors = new ArrayList<>();
		for (int i = 0; i < n; i++)
			vectors.add(java.util.Arrays.copyOf(good(random), d));
		final float[] scale = new float[d];
		java.util.Arrays.fill(scale, 0.1f);
		final SummaryDistance distance = SummaryDistance.of(vectors, scale);
		final RealMatrix z = new Array2DRowRealMatrix(n, d);
		for (int i = 0; i < n; i++)
			for (int j = 0; j < d; j++)
				z.setEntry(i, j, (vectors.get(i)[j] - distance.mean()[j]) / distance.spread()[j]);
		final RealMatrix covariance = z.transpose().multiply(z).scalarMultiply(0.7 / (n - 1)).add(MatrixUtils
			.createRealIdentityMatrix(d).scalarMultiply(0.3));
		final RealMatrix inverse = new LUDecomposition(covariance).getSolver().getInverse();
		final float[] probe = java.util.Arrays.copyOf(good(random), d);
		final double[] y = new double[d];
		for (int j = 0; j < d; j++)
			y[j] = (probe[j] - distance.mean()[j]) / distance.spread()[j];
		final double squared = MatrixUtils.createRealVector(y).dotProduct(inverse.operate(MatrixUtils.createRealVector(y)));
		// float32 of mean, spread and basis
		assertEquals(Math.sqrt(squared / d), distance.to(probe), 1e-4);
	}

	/** At most one per cent of new good images are called unlike, on average over gates of few images. */
	@Test
	void newGoodImagesSeldomAreUnlike() {
		for (final int images : new int[] { 12, 20, 40 }) {
			final SplittableRandom random = new SplittableRandom(images);
			int unlike = 0;
			for (int draw = 0; draw < 60; draw++) {
				final Gate gate = gate(random, images);
				for (int i = 0; i < 50; i++)
					unlike += gate.unlikeness(good(random)) >= 1 ? 1 : 0;
			}
			assertTrue(unlike <= 0.01 * 60 * 50, images + " images: " + unlike + " of 3000");
		}
	}

	/** A difference where good images do not differ counts in full, one that they have themselves does not. */
	@Test
	void whatNoGoodImageHasIsUnlike() {
		final SplittableRandom random = new SplittableRandom(3);
		final Gate gate = gate(random, 20);
		for (int odd = 0; odd < LENGTH; odd++) {
			final float[] summary = good(random);
			summary[odd] += 40;
			assertTrue(gate.unlikeness(summary) >= 1, "number " + odd);
		}
	}

	@Test
	void aFileKeepsTheGate() {
		final SplittableRandom random = new SplittableRandom(4);
		final Gate gate = gate(random, 9);
		final float[] probe = good(random);
		final SortedMap<String, HostTensor> stored = gate.toHost();
		assertEquals(gate.unlikeness(probe), Gate.of(stored).orElseThrow().unlikeness(probe));
		assertEquals(Optional.empty(), Gate.of(Map.of()));
		for (final String name : stored.keySet()) {
			final SortedMap<String, HostTensor> damaged = new TreeMap<>(stored);
			damaged.remove(name);
			assertThrows(AnomalyFlowException.class, () -> Gate.of(damaged), name);
			damaged.put(name, HostTensor.of(new float[] { -1, -1, -1 }, 3));
			assertThrows(AnomalyFlowException.class, () -> Gate.of(damaged).orElseThrow().unlikeness(probe), name);
		}
		assertThrows(AnomalyFlowException.class, () -> gate.unlikeness(new float[3]));
	}

	/** By hand: a picture of two halves and a map of one bright cell. */
	@Test
	void aSummaryTellsBrightnessContrastAndColour() {
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE); NDManager scope = context
			.newScope())
		{
			final int side = 32;
			final float[] image = new float[3 * side * side];
			for (int y = 0; y < side; y++)
				for (int x = 0; x < side; x++) {
					image[y * side + x] = x < side / 2 ? 0 : 2;
					image[side * side + y * side + x] = 1;
				}
			final NDArray input = Tensors.toEngine(scope, image, 1, 3, side, side);
			final NDArray map = Tensors.toEngine(scope, new float[] { 0, 0, 0, 4, 1, 1, 1, 1 }, 1, 2, 2, 2);
			final float[] summary = ImageSummary.join(new ImageSummary(context).of(input, new NDList(map)));
			final float step = 2f / (side - 1);
			final float coarse = 2f / 7;
			assertArrayEquals(new float[] { 1, 1, 0, 1, 0, 0, step, 0, 0, coarse, 0, 0, 0, 1, 0, 2, 1, 0, 0, -1, 1, 1,
				(float) Math.sqrt(3), 0 }, summary, 1e-5f);
			final float[] standardised = ImageSummary.standardised(summary, Map.of("mean0", HostTensor.of(new float[] { 1, 0 },
				1, 2, 1, 1), "std0", HostTensor.of(new float[] { 2, 4 }, 1, 2, 1, 1)));
			assertEquals(0, standardised[20]);
			assertEquals(0.25f, standardised[21]);
			assertEquals((float) Math.sqrt(3) / 2, standardised[22], 1e-6);
		}
	}
}
