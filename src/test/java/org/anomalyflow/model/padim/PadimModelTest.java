package org.anomalyflow.model.padim;

import static org.anomalyflow.model.RandomFeatures.SHAPES;
import static org.anomalyflow.model.RandomFeatures.image;
import static org.anomalyflow.model.RandomFeatures.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.RecordedFunction;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.model.GridSize;
import org.anomalyflow.model.Scoring;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gaussians of few and of many images, and what they say about images with and without themselves. */
class PadimModelTest {

	private static final PadimSettings SETTINGS = new PadimSettings(Scoring.OFFICIAL, new GridSize(48, 32));
	private static final int DIMENSION = 7;
	/** float32 covariances, of which little is left. */
	private static final double LEFT = 1e-4;
	private static final double ROUNDING = 1e-6;
	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	/** Fewer images than dimensions, as many, one more, two more (so that without one there is one more), and many. */
	@ParameterizedTest
	@CsvSource({ "3", "6", "7", "8", "9", "30" })
	void withoutAnImageIsAsNeverSeen(final int count) {
		try (NDManager scope = context.newScope(); PadimStatistics all = statistics(count, -1)) {
			final PadimGaussian withoutEach = all.withoutEach(scope);
			final PadimModel model = model(all.gaussian(scope));
			for (final int left : new int[]{ 0, count - 1 })
				try (PadimStatistics others = statistics(count, left)) {
					final NDList image = image(scope, left);
					Golden.assertClose(values(model(others.gaussian(scope)).predict(image)), values(model.predictWithout(image, withoutEach)), LEFT,
						count + " images without " + left);
				}
		}
	}

	/**
	 * Positions where only some images count have the Gaussians of those alone; where fewer than two do, nothing is anomalous.
	 * Fewer images than dimensions, and more.
	 */
	@ParameterizedTest
	@CsvSource({ "5", "14" })
	void positionsCountInSomeImages(final int count) {
		final int positions = 12 * 8;
		try (NDManager scope = context.newScope();
			PadimStatistics some = new PadimStatistics(context, SETTINGS, DIMENSION);
			PadimStatistics few = statistics(count - 1, -1);
			PadimStatistics all = statistics(count, -1);
			PadimStatistics begun = new PadimStatistics(context, SETTINGS, DIMENSION))
		{
			for (int image = 0; image < count; image++) {
				final float[] counted = new float[positions];
				for (int i = 0; i < positions; i++)
					// thirds: all images, all but the last, the first only
					counted[i] = i % 3 == 0 || i % 3 == 1 && image < count - 1 || image == 0 ? 1 : 0;
				final NDArray cells = scope.create(counted, new Shape(1, positions));
				some.add(embedding().embed(image(scope, image)), cells);
				if (image < count - 1)
					begun.add(embedding().embed(image(scope, image)), cells);
			}
			final NDList image = image(scope, 50);
			final float[] found = model(some.gaussian(scope)).distances(image).toFloatArray();
			final float[] ofAll = model(all.gaussian(scope)).distances(image).toFloatArray();
			final float[] ofFew = model(few.gaussian(scope)).distances(image).toFloatArray();
			for (int i = 0; i < positions; i++)
				assertEquals(i % 3 == 0 ? ofAll[i] : i % 3 == 1 ? ofFew[i] : 0, found[i], LEFT * Math.max(1, ofAll[i]), "position " + i);
			final NDList last = image(scope, count - 2);
			final float[] left = distances(some.withoutEach(scope), last);
			final float[] leftOfAll = distances(all.withoutEach(scope), last);
			final float[] leftOfFew = distances(few.withoutEach(scope), last);
			for (int i = 0; i < positions; i++)
				assertEquals(i % 3 == 0 ? leftOfAll[i] : i % 3 == 1 ? leftOfFew[i] : 0, left[i], LEFT * Math.max(1, leftOfAll[i]),
					"left out, position " + i);
			try (PadimStatistics after = PadimStatistics.after(context, SETTINGS, DIMENSION, begun.gaussian(scope), count - 1)) {
				final float[] counted = new float[positions];
				for (int i = 0; i < positions; i += 3)
					counted[i] = 1;
				after.add(embedding().embed(image(scope, count - 1)), scope.create(counted, new Shape(1, positions)));
				final float[] goneOn = model(after.gaussian(scope)).distances(image).toFloatArray();
				for (int i = 0; i < positions; i++)
					assertEquals(found[i], goneOn[i], LEFT * Math.max(1, found[i]), "gone on, position " + i);
			}
		}
	}

	private static float[] distances(final PadimGaussian withoutEach, final NDList image) {
		return withoutEach.leftOut(embedding().embed(image), image.get(0)).toFloatArray();
	}

	/** Statistics gone on with from the Gaussians of some images, whose factor has few rows or all, are those of all images. */
	@ParameterizedTest
	@CsvSource({ "4", "7", "8", "20" })
	void goingOnIsAsFromTheStart(final int first) {
		final int count = first + 3;
		try (NDManager scope = context.newScope();
			PadimStatistics some = statistics(first, -1);
			PadimStatistics all = statistics(count, -1);
			PadimStatistics after = PadimStatistics.after(context, SETTINGS, DIMENSION, some.gaussian(scope), first))
		{
			for (int image = first; image < count; image++)
				after.add(embedding().embed(image(scope, image)));
			assertEquals(count, after.count());
			for (final int image : new int[]{ 0, count - 1, 50 })
				Golden.assertClose(values(model(all.gaussian(scope)).predict(image(scope, image))),
					values(model(after.gaussian(scope)).predict(image(scope, image))), LEFT, "image " + image);
			final NDList last = image(scope, count - 1);
			Golden.assertClose(values(model(all.gaussian(scope)).predictWithout(last, all.withoutEach(scope))),
				values(model(all.gaussian(scope)).predictWithout(last, after.withoutEach(scope))), 10 * LEFT, "left out");
		}
	}

	/** An image seen twice adds no direction. */
	@Test
	void equalImages() {
		try (NDManager scope = context.newScope(); PadimStatistics statistics = new PadimStatistics(context, SETTINGS, DIMENSION)) {
			for (int i = 0; i < 4; i++)
				statistics.add(embedding().embed(image(scope, 1)));
			final NDList image = image(scope, 1);
			final PadimModel model = model(statistics.gaussian(scope));
			assertArrayEquals(new float[12 * 8], model.distances(image).toFloatArray(), 1e-5f, "the mean");
			final float[] x = embedding().embed(image).toFloatArray();
			final NDList other = image(scope, 2);
			final float[] y = embedding().embed(other).toFloatArray();
			double square = 0;
			for (int d = 0; d < DIMENSION; d++)
				square += Math.pow(x[d * 96] - y[d * 96], 2);
			assertEquals(Math.sqrt(square / 0.01), model.distances(other).getFloat(0, 0, 0), 1e-3);
		}
	}

	@ParameterizedTest
	@CsvSource({ "5", "20" })
	void savedTensorsAndCompiledCallsSayTheSame(final int count) {
		try (NDManager scope = context.newScope(); PadimStatistics statistics = statistics(count, -1)) {
			final PadimGaussian gaussian = statistics.gaussian(context.manager());
			final Parameters saved = new Parameters();
			gaussian.tensors().forEach(saved::addBuffer);
			final Parameters exported = new Parameters();
			exported.addBuffer(PadimGaussian.MEAN, gaussian.tensors().get(PadimGaussian.MEAN));
			exported.addBuffer(PadimGaussian.INVERSE, gaussian.inverseCovariance(scope));
			final float[] expected = values(model(gaussian).predict(image(scope, 50)));
			assertArrayEquals(expected, values(model(PadimGaussian.of(context, SETTINGS, saved)).predict(image(scope, 50))));
			Golden.assertClose(expected, values(model(PadimGaussian.of(context, SETTINGS, exported)).predict(image(scope, 50))), LEFT,
				"from inverse covariances");
		}
	}

	@Test
	void compiledCallsSayTheSame() {
		final PadimEmbedding embedding = new PadimEmbedding(context, SHAPES.subList(0, 1), 3, 0, 4);
		try (NDManager outer = context.newScope(); PadimStatistics statistics = new PadimStatistics(context, SETTINGS, embedding.dimension())) {
			for (int number = 0; number < 9; number++)
				statistics.add(embedding.embed(image(outer, number)));
			final PadimModel model = new PadimModel(context, SETTINGS, SHAPES.subList(0, 1), embedding, statistics.gaussian(context.manager()));
			final RecordedFunction recorded = new RecordedFunction(context, input -> model.predict(input).maps());
			final float[] expected = model.predict(image(outer, 50)).maps().get(0).toFloatArray();
			for (int round = 0; round < 5; round++)
				try (NDManager scope = context.newScope()) {
					final NDArray map = recorded.apply(image(scope, 50).get(0)).singletonOrThrow();
					Golden.assertClose(expected, map.toFloatArray(), ROUNDING, "image " + (round + 1));
				}
		}
	}

	@Test
	void refuses() {
		try (NDManager scope = context.newScope(); PadimStatistics one = statistics(1, -1); PadimStatistics two = statistics(2, -1)) {
			assertThrows(AnomalyFlowException.class, () -> one.gaussian(scope));
			assertThrows(AnomalyFlowException.class, () -> two.withoutEach(scope));
			final Parameters indefinite = new Parameters();
			indefinite.addBuffer(PadimGaussian.MEAN, scope.zeros(new Shape(2, 1)));
			indefinite.addBuffer(PadimGaussian.INVERSE, scope.ones(new Shape(1, 2, 2)).mul(-1));
			assertThrows(AnomalyFlowException.class, () -> PadimGaussian.of(context, SETTINGS, indefinite));
		}
		assertThrows(AnomalyFlowException.class, () -> new PadimEmbedding(context, SHAPES, 18));
		assertThrows(InvalidParameterException.class, () -> PadimSettings.channels(1, 18, 19));
	}

	@Test
	void channelsAreDrawnOnce() {
		final long[] channels = PadimSettings.channels(1, 448, 100);
		assertEquals(100, IntStream.range(0, 100).mapToLong(i -> channels[i]).distinct().count());
		assertArrayEquals(channels, PadimSettings.channels(1, 448, 100));
	}

	private static PadimEmbedding embedding() {
		return new PadimEmbedding(context, SHAPES, 16, 2, 9, 5, 0, 12, 4);
	}

	private static PadimModel model(final PadimGaussian gaussian) {
		return new PadimModel(context, SETTINGS, SHAPES, embedding(), gaussian);
	}

	/** Of images 0 to count - 1 without one. */
	private static PadimStatistics statistics(final int count, final int left) {
		final PadimStatistics statistics = new PadimStatistics(context, SETTINGS, DIMENSION);
		for (final int number : IntStream.range(0, count).filter(i -> i != left).toArray())
			try (NDManager scope = context.newScope()) {
				statistics.add(embedding().embed(image(scope, number)));
			}
		return statistics;
	}
}
