package org.anomalyflow.model.patchcore;

import static org.anomalyflow.model.RandomFeatures.SHAPES;
import static org.anomalyflow.model.RandomFeatures.image;
import static org.anomalyflow.model.RandomFeatures.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.RecordedFunction;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.GridSize;
import org.anomalyflow.model.Scoring;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Banks that are learnt from images, and what they say about images with and without themselves. */
class PatchCoreModelTest {

	private static final GridSize MAP = new GridSize(48, 32);
	private static final int IMAGES = 6;
	/** Rounding of matrix products of other sizes. */
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

	@ParameterizedTest
	@EnumSource
	void withoutAnImageIsAsNeverSeen(final Scoring scoring) {
		for (final CoresetOptions options : List.of(new CoresetOptions(0.2, true, 3), new CoresetOptions(1, false, 3)))
			try (NDManager scope = context.newScope()) {
				final PatchCoreModel all = model(scoring, options, 0, 1, 2, 3, 4, 5);
				final PatchCoreModel others = model(scoring, options, 0, 1, 3, 4, 5);
				final NDList left = image(scope, 2);
				Golden.assertClose(values(others.predict(left)), values(all.predictWithout(left, 2)), ROUNDING, "left out");
				final float own = all.predict(left).scores().getFloat(0);
				assertTrue(own < others.predict(left).scores().getFloat(0), "its own patches make an image look better");
				if (options.share() == 1)
					assertEquals(0, own, "all its patches are in the bank");
			}
	}

	/** What exact thresholds rest on. */
	@Test
	void moreImagesOnlyLowerScores() {
		final CoresetOptions options = new CoresetOptions(0.1, true, 1);
		try (NDManager scope = context.newScope()) {
			final PatchCoreModel few = model(Scoring.OFFICIAL, options, 0, 1, 2);
			final PatchCoreModel more = model(Scoring.OFFICIAL, options, 0, 1, 2, 3);
			for (int number = 10; number < 30; number++) {
				final NDList other = image(scope, number);
				final float[] before = values(few.predict(other));
				final float[] after = values(more.predict(other));
				for (int i = 0; i < before.length; i++)
					assertTrue(after[i] <= before[i] * (1 + ROUNDING), "value " + i + " of image " + number);
			}
		}
		assertTrue(options.isMonotone());
		assertTrue(!new CoresetOptions(0.1, false, 1).isMonotone());
		assertTrue(!PatchCoreSettings.anomalib(MAP).isMonotone());
	}

	@ParameterizedTest
	@EnumSource
	void jointCoreset(final Scoring scoring) {
		final MemoryBank bank = model(scoring, new CoresetOptions(0.1, false, 1), 0, 1, 2, 3, 4, 5).bank();
		assertEquals(IMAGES * 12 * 8 / 10, bank.rows().getShape().get(0));
		final MemoryBank everything = model(scoring, new CoresetOptions(1, false, 1), 0, 1, 2, 3, 4, 5).bank();
		final long[] images = bank.tensors().get(MemoryBank.PARTS).toLongArray();
		final long[] all = everything.tensors().get(MemoryBank.PARTS).toLongArray();
		final List<float[]> rows = rows(everything);
		for (int i = 0; i < images.length; i++) {
			final float[] row = rows(bank).get(i);
			final int place = (int) rows.stream().takeWhile(other -> !Arrays.equals(other, row)).count();
			assertEquals(all[place], images[i], "the image of row " + i);
		}
	}

	private static List<float[]> rows(final MemoryBank bank) {
		final int dimension = (int) bank.rows().getShape().get(1);
		final float[] values = bank.rows().toFloatArray();
		return IntStream.range(0, values.length / dimension).mapToObj(row -> Arrays.copyOfRange(values, row * dimension, (row + 1) * dimension))
			.toList();
	}

	@ParameterizedTest
	@EnumSource
	void batchesAndCompiledCallsSayTheSame(final Scoring scoring) {
		final PatchCoreModel model = model(scoring, new CoresetOptions(0.3, true, 1), 0, 1, 2);
		try (NDManager scope = context.newScope()) {
			final NDList one = image(scope, 7);
			final NDList two = image(scope, 8);
			final NDList both = new NDList();
			for (int map = 0; map < one.size(); map++)
				both.add(one.get(map).concat(two.get(map)));
			final Prediction together = model.predict(both);
			assertEquals(model.predict(two).scores().getFloat(0), together.scores().getFloat(1), ROUNDING * together.scores().getFloat(1));
			Golden.assertClose(model.predict(two).maps().get(0).toFloatArray(), together.maps().get(0).get("1:2").toFloatArray(), ROUNDING,
				"map");
		}
		final PatchEmbedding embedding = new PatchEmbedding(context, settings(scoring), 5);
		final RecordedFunction recorded = new RecordedFunction(context, input -> new NDList(embedding.rows(input)));
		final PatchCoreModel single = new PatchCoreModel(context, settings(scoring), SHAPES.subList(0, 1), singleMapBank(embedding));
		final RecordedFunction detection = new RecordedFunction(context, input -> new NDList(single.predict(input).maps()));
		float[] first = null;
		for (int round = 0; round < 5; round++)
			try (NDManager scope = context.newScope()) {
				recorded.apply(image(scope, 9).get(0));
				final float[] map = detection.apply(image(scope, 9).get(0)).get(0).toFloatArray();
				if (first == null)
					first = map;
				assertArrayEquals(first, map, "image " + (round + 1));
			}
	}

	private static MemoryBank singleMapBank(final PatchEmbedding embedding) {
		try (NDManager scope = context.newScope()) {
			final NDArray rows = embedding.rows(image(scope, 1).subNDList(0, 1));
			return new MemoryBank(context, rows, new long[(int) rows.getShape().get(0)]);
		}
	}

	@Test
	void refuses() {
		final PatchCoreModel model = model(Scoring.OFFICIAL, new CoresetOptions(1, true, 1), 4);
		try (NDManager scope = context.newScope();
			PatchCoreLearner learner = new PatchCoreLearner(context, Scoring.OFFICIAL, embedding(Scoring.OFFICIAL),
				new CoresetOptions(1, true, 1), bank -> null))
		{
			final NDList image = image(scope, 4);
			assertThrows(AnomalyFlowException.class, () -> model.predictWithout(image, 4), "nothing else in the bank");
			assertThrows(AnomalyFlowException.class, () -> learner.bank(Progress.NONE), "no images");
			assertThrows(AnomalyFlowException.class, () -> model.predict(new NDList(image.get(1), image.get(0))), "other channels");
			assertThrows(AnomalyFlowException.class, () -> new PatchCoreModel(context, settings(Scoring.ANOMALIB), SHAPES, model.bank()),
				"other rows");
			assertThrows(AnomalyFlowException.class, () -> MemoryBank.of(context, new Parameters()), "no tensors");
		}
		assertThrows(InvalidParameterException.class, () -> new CoresetOptions(0, true, 1));
		assertThrows(InvalidParameterException.class, () -> new PatchCoreSettings(Scoring.OFFICIAL, 2, 8, 8, 1, MAP));
	}

	private static PatchCoreSettings settings(final Scoring scoring) {
		return scoring == Scoring.OFFICIAL ? new PatchCoreSettings(scoring, 3, 16, 20, 1, MAP) : PatchCoreSettings.anomalib(MAP);
	}

	private static PatchEmbedding embedding(final Scoring scoring) {
		return new PatchEmbedding(context, settings(scoring), SHAPES.stream().mapToInt(shape -> (int) shape.get(0)).toArray());
	}

	private static PatchCoreModel model(final Scoring scoring, final CoresetOptions options, final int... images) {
		try (PatchCoreLearner learner = new PatchCoreLearner(context, scoring, embedding(scoring), options, bank -> null)) {
			for (final int number : images)
				try (NDManager scope = context.newScope()) {
					learner.add(number, image(scope, number), Progress.NONE);
				}
			return new PatchCoreModel(context, settings(scoring), SHAPES, learner.bank(Progress.NONE));
		}
	}
}
