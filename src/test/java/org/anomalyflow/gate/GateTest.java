package org.anomalyflow.gate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;
import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.LUDecomposition;
import org.apache.commons.math3.linear.MatrixUtils;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;

class GateTest {

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
		final GateLearner learner = new GateLearner();
		for (int i = 0; i < images; i++)
			learner.add(i, good(random));
		return learner.learn();
	}

	/** The formula that the class saves: C of the standardised and weighted images, inverted in full. */
	@Test
	void distanceIsMahalanobis() {
		final SplittableRandom random = new SplittableRandom(1);
		final int n = 7;
		final List<float[]> vectors = new ArrayList<>();
		for (int i = 0; i < n; i++)
			vectors.add(good(random));
		final RealMatrix all = new Array2DRowRealMatrix(n + 1, LENGTH);
		final float[] probe = good(random);
		final int[] limits = { 0, ImageSummary.LIGHT, ImageSummary.PIXELS, LENGTH };
		final double[] weights = { 0.2, 0.4, 0.4 };
		for (int part = 0; part < weights.length; part++) {
			final double[] variances = new double[limits[part + 1] - limits[part]];
			for (int j = 0; j < variances.length; j++) {
				final int number = limits[part] + j;
				final double[] column = vectors.stream().mapToDouble(vector -> vector[number]).toArray();
				variances[j] = StatUtils.variance(column);
				for (int i = 0; i <= n; i++)
					all.setEntry(i, number, (i < n ? column[i] : probe[number]) - StatUtils.mean(column));
			}
			for (int j = 0; j < variances.length; j++)
				for (int i = 0; i <= n; i++)
					all.multiplyEntry(i, limits[part] + j,
						Math.sqrt(weights[part] / variances.length / (0.9 * variances[j] + 0.1 * StatUtils.mean(variances) + 1e-8)));
		}
		final RealMatrix z = all.getSubMatrix(0, n - 1, 0, LENGTH - 1);
		final RealMatrix sample = z.transpose().multiply(z).scalarMultiply(1.0 / (n - 1));
		final RealMatrix covariance = sample.scalarMultiply(0.5)
			.add(MatrixUtils.createRealIdentityMatrix(LENGTH).scalarMultiply(0.5 * sample.getTrace() / (n - 1)));
		final RealVector y = all.getRowVector(n);
		final double squared = y.dotProduct(new LUDecomposition(covariance).getSolver().solve(y));
		// float32 of mean, spread and basis
		assertEquals(Math.sqrt(squared / n), SummaryDistance.of(vectors).to(probe), 1e-4);
	}

	/** At most one per cent of new good images are called unlike, on average over gates of few images. */
	@Test
	void newGoodImagesSeldomAreUnlike() {
		for (final int images : new int[]{ 12, 20, 40 }) {
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
			damaged.put(name, HostTensor.of(new float[]{ -1, -1, -1 }, 3));
			assertThrows(AnomalyFlowException.class, () -> Gate.of(damaged).orElseThrow().unlikeness(probe), name);
		}
		assertThrows(AnomalyFlowException.class, () -> gate.unlikeness(new float[3]));
	}

	/** A channel of a network that no training image excites is no reason by itself: new good images may excite it a little. */
	@Test
	void aChannelThatWasNeverExcitedIsNoReasonByItself() {
		final SplittableRandom random = new SplittableRandom(5);
		final GateLearner learner = new GateLearner();
		for (int i = 0; i < 12; i++) {
			final float[] summary = good(random);
			summary[LENGTH - 1] = 0;
			learner.add(i, summary);
		}
		final Gate gate = learner.learn();
		final float[] summary = good(random);
		summary[LENGTH - 1] = 0;
		final double before = gate.unlikeness(summary);
		summary[LENGTH - 1] = 0.05f;
		assertEquals(before, gate.unlikeness(summary), 0.05);
		summary[LENGTH - 1] = 40;
		assertTrue(gate.unlikeness(summary) >= 1);
	}

	@Test
	void whatIsNoNumberIsUnlike() {
		final SplittableRandom random = new SplittableRandom(6);
		final Gate gate = gate(random, 9);
		final float[] summary = good(random);
		summary[3] = Float.NaN;
		assertEquals(Double.POSITIVE_INFINITY, gate.unlikeness(summary));
		summary[3] = Float.POSITIVE_INFINITY;
		assertTrue(gate.unlikeness(summary) >= 1);
	}

	/** Equal images have no spread at all; they are like each other, and nothing else is. */
	@Test
	void equalImagesAreLikeEachOther() {
		final float[] summary = good(new SplittableRandom(7));
		final GateLearner learner = new GateLearner();
		for (int i = 0; i < 5; i++)
			learner.add(i, summary);
		final Gate gate = learner.learn();
		assertTrue(gate.unlikeness(summary) < 1);
		assertTrue(gate.unlikeness(good(new SplittableRandom(8))) >= 1);
	}

	/** Views of one part are alike because it is one part: alone they must not make the gate narrow. */
	@Test
	void viewsOfOnePartAreLeftOutTogether() {
		final GateLearner views = new GateLearner();
		final GateLearner single = new GateLearner();
		final SplittableRandom random = new SplittableRandom(9);
		for (int part = 0; part < 8; part++) {
			final float[] summary = good(random);
			single.add(part, summary);
			for (int view = 0; view < 3; view++)
				views.add(part, summary);
		}
		final float[] probe = good(random);
		assertEquals(8, single.learn().unlikeness(probe) / views.learn().unlikeness(probe) * 8, 3);
		assertEquals(8, views.unlikeness().size());
	}

	/** By hand: a picture of two halves and a map of one bright cell. */
	@Test
	void aSummaryTellsBrightnessContrastAndColour() {
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE); NDManager scope = context.newScope()) {
			final int side = 32;
			final float[] image = new float[3 * side * side];
			for (int y = 0; y < side; y++)
				for (int x = 0; x < side; x++) {
					image[y * side + x] = x < side / 2 ? 0 : 2;
					image[side * side + y * side + x] = 1;
				}
			final NDArray input = Tensors.toEngine(scope, image, 1, 3, side, side);
			final NDArray map = Tensors.toEngine(scope, new float[]{ 0, 0, 0, 4, 1, 1, 1, 1 }, 1, 2, 2, 2);
			final float[] summary = ImageSummary.join(new ImageSummary(context).of(input, new NDList(map)));
			final float flat = (float) Math.log(1e-3);
			final float one = (float) Math.log(1.001);
			assertArrayEquals(new float[]{ 1, 1, 0, one, flat, flat, 0, 1, 0, 2, 1, 0, 0, -1 }, Arrays.copyOf(summary, ImageSummary.LIGHT),
				1e-5f);
			// one step of 2 among all steps along x of a row, at every resolution
			for (int level = 0; level < ImageSummary.LEVELS; level++) {
				final float step = (float) Math.log(2 / Math.sqrt((side >> level) - 1) + 1e-3);
				final int start = ImageSummary.LIGHT + 6 * level;
				assertArrayEquals(new float[]{ step, flat, flat, flat, flat, flat }, Arrays.copyOfRange(summary, start, start + 6), 1e-5f);
			}
			assertArrayEquals(new float[]{ 1, 1, (float) Math.sqrt(3), 0 }, Arrays.copyOfRange(summary, ImageSummary.PIXELS, summary.length),
				1e-5f);
			final float[] standardised = ImageSummary.standardised(summary,
				Map.of("mean0", HostTensor.of(new float[]{ 1, 0 }, 1, 2, 1, 1), "std0", HostTensor.of(new float[]{ 2, 4 }, 1, 2, 1, 1)));
			assertEquals(0, standardised[ImageSummary.PIXELS]);
			assertEquals(0.25f, standardised[ImageSummary.PIXELS + 1]);
			assertEquals((float) Math.sqrt(3) / 2, standardised[ImageSummary.PIXELS + 2], 1e-6);
		}
	}
}
