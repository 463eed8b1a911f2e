package org.anomalyflow.model.patchcore;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.SplittableRandom;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The greedy choice against the plain algorithm, with more points than are brought up to date at once. */
class GreedyCoresetTest {

	private static final int DIMENSION = 6;
	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	/** Far points are rare and near ones many, as among patches. */
	@Test
	void scatteredPoints() {
		final SplittableRandom random = SeededRandom.stream(1, "points");
		final float[] points = SeededRandom.normal(random, 5000 * DIMENSION, 1);
		for (int i = 0; i < points.length; i++)
			points[i] = 100 + points[i] * Math.abs(points[i]);
		assertAsPlain(points, 17, 1500);
	}

	/** Points with few different integers have the same distances again and again; the first point of several is chosen. */
	@Test
	void ties() {
		final SplittableRandom random = SeededRandom.stream(2, "points");
		final float[] points = new float[4000 * DIMENSION];
		for (int i = 0; i < points.length; i++)
			points[i] = random.nextInt(4);
		assertAsPlain(points, 5, 1000);
	}

	/** As in images with saturated areas: more equal patches than are brought up to date at once, then nothing is left. */
	@Test
	void manyEqualPoints() {
		final float[] points = new float[3000 * DIMENSION];
		for (int i = 0; i < points.length; i++)
			points[i] = i < 20 * DIMENSION ? i : 1000;
		assertAsPlain(points, 1, 300);
		assertAsPlain(new float[200 * DIMENSION], 3, 50);
	}

	@Test
	void allPoints() {
		final float[] points = SeededRandom.normal(SeededRandom.stream(3, "points"), 50 * DIMENSION, 1);
		try (NDManager scope = context.newScope()) {
			final long[] indices = new GreedyCoreset(context).from(Tensors.toEngine(scope, points, 50, DIMENSION), 0, 50, Progress.NONE)
				.indices();
			assertEquals(50, Arrays.stream(indices).distinct().count());
		}
	}

	@Test
	void stopsWhenAsked() {
		final Progress impatient = new Progress() {

			private boolean cancelled;

			@Override
			public void update(final String stage, final long done, final long total, final String detail) {
				cancelled = true;
			}

			@Override
			public void message(final String line) {
				throw new AssertionError(line);
			}

			@Override
			public boolean isCancelled() {
				return cancelled;
			}
		};
		final float[] values = SeededRandom.normal(SeededRandom.stream(4, "points"), 2000 * DIMENSION, 1);
		try (NDManager scope = context.newScope()) {
			final NDArray points = Tensors.toEngine(scope, values, 2000, DIMENSION);
			final GreedyCoreset coreset = new GreedyCoreset(context);
			assertThrows(CancelledException.class, () -> coreset.from(points, 0, 1000, impatient));
			assertThrows(InvalidParameterException.class, () -> coreset.from(points, 0, 2001, Progress.NONE));
			assertThrows(InvalidParameterException.class, () -> coreset.approximate(points, new long[]{ 1 }, 0, Progress.NONE));
		}
	}

	private static void assertAsPlain(final float[] values, final int start, final int count) {
		try (NDManager scope = context.newScope()) {
			final NDArray points = Tensors.toEngine(scope, values, values.length / DIMENSION, DIMENSION);
			final GreedyCoreset coreset = new GreedyCoreset(context);
			final long[] indices = coreset.from(points, start, count, Progress.NONE).indices();
			assertArrayEquals(plain(values, start, count), indices);
			assertArrayEquals(indices, coreset.from(points, start, count, Progress.NONE).indices(), "again");
		}
	}

	/** One pass through all points for each choice. */
	private static long[] plain(final float[] points, final int start, final int count) {
		final double[] distances = new double[points.length / DIMENSION];
		Arrays.fill(distances, Double.POSITIVE_INFINITY);
		final long[] chosen = new long[count];
		chosen[0] = start;
		for (int i = 1; i < count; i++) {
			final int last = (int) chosen[i - 1];
			int best = 0;
			for (int point = 0; point < distances.length; point++) {
				double square = 0;
				for (int d = 0; d < DIMENSION; d++) {
					final double difference = points[point * DIMENSION + d] - points[last * DIMENSION + d];
					square += difference * difference;
				}
				distances[point] = Math.min(distances[point], square);
				if (distances[point] > distances[best])
					best = point;
			}
			chosen[i] = best;
		}
		return chosen;
	}
}
