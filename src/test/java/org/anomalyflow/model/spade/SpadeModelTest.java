package org.anomalyflow.model.spade;

import static org.anomalyflow.model.RandomFeatures.SHAPES;
import static org.anomalyflow.model.RandomFeatures.image;
import static org.anomalyflow.model.RandomFeatures.values;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.Learned;
import org.anomalyflow.model.OnePassLearner;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Galleries that are learned from images, and what they say about images with and without themselves. */
class SpadeModelTest {

	private static final SpadeFactory FACTORY = new SpadeFactory();
	private static final int SIDE = 48;
	/** Rounding of matrix products of other sizes. */
	private static final double ROUNDING = 2e-6;
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
	void withoutAnImageIsAsNeverSeen(final GalleryUse use) {
		final Learned all = learned(use, 2, range(0, 6), range(0, 6));
		final Learned others = learned(use, 2, new int[]{ 0, 1, 3, 4, 5 }, new int[]{ 0, 1, 3, 4, 5 });
		try (NDManager scope = context.newScope()) {
			final NDList left = image(scope, 2);
			Golden.assertClose(values(others.model().predict(left)), values(leftOut(all, 2, left)), ROUNDING, "left out");
			assertTrue(score(all, left) < score(others, left), "its own vector makes an image look better");
		}
	}

	/** Several images of one part are left out together. */
	@Test
	void partsAreLeftOutWhole() {
		final Learned all = learned(GalleryUse.WHOLE, 2, range(0, 6), new int[]{ 0, 0, 1, 1, 2, 3 });
		final Learned others = learned(GalleryUse.WHOLE, 2, range(2, 6), new int[]{ 1, 1, 2, 3 });
		try (NDManager scope = context.newScope()) {
			Golden.assertClose(values(others.model().predict(image(scope, 1))), values(leftOut(all, 0, image(scope, 1))), ROUNDING,
				"both images of part 0");
		}
	}

	/** What exact thresholds rest on. Of maps it is not true, which is why they are not promised. */
	@Test
	void moreImagesOnlyLowerScoresAndMayRaiseMaps() {
		boolean raised = false;
		try (NDManager scope = context.newScope()) {
			for (int number = 100; number < 160; number++) {
				final NDList other = image(scope, number);
				float[] before = null;
				for (int images = 3; images < 8; images++) {
					final float[] now = values(learned(GalleryUse.WHOLE, 3, range(0, images), range(0, images)).model().predict(other));
					if (before != null)
						assertTrue(now[0] <= before[0] * (1 + ROUNDING), "score of image " + number + " by " + images);
					for (int i = 1; before != null && i < now.length; i++)
						raised |= now[i] > before[i] * (1 + ROUNDING);
					before = now;
				}
			}
		}
		assertTrue(raised);
	}

	/** With fewer images than neighbours a far one raises the mean, so that nothing is promised. */
	@Test
	void promisesScoresWhereEachImageHasAllItsNeighbours() {
		assertEquals(Learned.Promise.SCORES, learned(GalleryUse.WHOLE, 5, range(0, 6), range(0, 6)).promise());
		assertEquals(Learned.Promise.NOTHING, learned(GalleryUse.WHOLE, 5, range(0, 5), range(0, 5)).promise());
		assertEquals(Learned.Promise.NOTHING, learned(GalleryUse.WHOLE, 5, range(0, 6), new int[]{ 0, 0, 1, 2, 3, 4 }).promise(),
			"one part has two images");
		assertTrue(Learned.Promise.SCORES.ofScores() && !Learned.Promise.SCORES.ofMaps());
	}

	@ParameterizedTest
	@EnumSource
	void batchesSayTheSame(final GalleryUse use) {
		final Learned learned = learned(use, 3, range(0, 5), range(0, 5));
		try (NDManager scope = context.newScope()) {
			final NDList one = image(scope, 7);
			final NDList two = image(scope, 8);
			final NDList both = new NDList();
			for (int map = 0; map < one.size(); map++)
				both.add(one.get(map).concat(two.get(map)));
			final Prediction together = learned.model().predict(both);
			final float[] alone = values(learned.model().predict(two));
			assertEquals(alone[0], together.scores().getFloat(1), ROUNDING * alone[0]);
			Golden.assertClose(Arrays.copyOfRange(alone, 1, alone.length), together.maps().get(0).get("1:2").toFloatArray(), ROUNDING, "map");
		}
	}

	/** More images added to what was learned are as if all had been there from the start. */
	@Test
	void goesOnLearning() {
		final Learned all = learned(GalleryUse.WHOLE, 3, range(0, 6), range(0, 6));
		final Learned first = learned(GalleryUse.WHOLE, 3, range(0, 4), range(0, 4));
		try (OnePassLearner more = FACTORY.more(context, first.settings(), first.parameters(), 4, 1).orElseThrow();
			NDManager scope = context.newScope())
		{
			more.add(4, image(scope, 4), Progress.NONE);
			more.add(5, image(scope, 5), Progress.NONE);
			final Learned grown = more.learn(Progress.NONE);
			assertEquals(all.settings(), grown.settings());
			all.parameters().all()
				.forEach((name, array) -> assertArrayEquals(array.toByteArray(), grown.parameters().get(name).toByteArray(), name));
			assertArrayEquals(values(all.model().predict(image(scope, 9))), values(grown.model().predict(image(scope, 9))));
		}
	}

	/** A single map makes cells and vector; of four maps, the last one makes the vector alone. */
	@Test
	void takesTheMapsThatThereAre() {
		assertEquals(1, settings(SHAPES.subList(0, 1), Map.of()).get("cell_maps").getAsInt());
		final List<Shape> four = List.of(SHAPES.get(0), SHAPES.get(1), SHAPES.get(2), new Shape(9, 1, 1));
		final JsonObject settings = settings(four, Map.of());
		settings.addProperty("images", 2);
		assertEquals(3, settings.get("cell_maps").getAsInt());
		assertArrayEquals(new long[]{ 2, 9 }, FACTORY.tensors(settings).get("image_vectors"));
		assertFalse(FACTORY.tensors(settings).containsKey("cells.3"));
	}

	@Test
	void refuses() {
		final Learned one = learned(GalleryUse.WHOLE, 2, range(0, 1), range(0, 1));
		try (NDManager scope = context.newScope(); OnePassLearner empty = FACTORY.learner(context, settings(SHAPES, Map.of()), 1, 1)) {
			final NDList image = image(scope, 0);
			assertThrows(AnomalyFlowException.class, () -> leftOut(one, 0, image), "nothing else in the gallery");
			assertThrows(AnomalyFlowException.class, () -> empty.learn(Progress.NONE), "no images");
		}
		final List<Shape> other = List.of(SHAPES.get(1), SHAPES.get(1), SHAPES.get(2));
		final JsonObject settings = settings(other, Map.of());
		settings.addProperty("images", 1);
		assertTrue(assertThrows(AnomalyFlowException.class, () -> FACTORY.create(context, settings, one.parameters())).getMessage()
			.contains("fit these features"));
		final JsonObject two = settings(SHAPES.subList(0, 2), Map.of());
		two.addProperty("cell_maps", 3);
		assertThrows(AnomalyFlowException.class, () -> FACTORY.features(two));
		final InvalidParameterException many = assertThrows(InvalidParameterException.class,
			() -> FACTORY.learner(context, settings(List.of(new Shape(256, 64, 64)), Map.of()), 512, 1));
		assertTrue(many.getMessage().contains("at most 511 images"), many.getMessage());
	}

	private static int[] range(final int from, final int to) {
		return IntStream.range(from, to).toArray();
	}

	private static float score(final Learned learned, final NDList image) {
		return learned.model().predict(image).scores().getFloat(0);
	}

	private static Prediction leftOut(final Learned learned, final int part, final NDList image) {
		return learned.leftOut().orElseThrow().predict(part, image);
	}

	private static JsonObject settings(final List<Shape> shapes, final Map<String, String> options) {
		return FACTORY.settings(new DetectorInput("resnet18", shapes, SIDE), DetectorOptions.of(FACTORY, options));
	}

	private static Learned learned(final GalleryUse use, final int neighbours, final int[] images, final int[] parts) {
		final JsonObject settings = settings(SHAPES, Map.of("gallery", use.label(), "nearest_images", String.valueOf(neighbours)));
		try (OnePassLearner learner = FACTORY.learner(context, settings, images.length, 1)) {
			for (int i = 0; i < images.length; i++)
				try (NDManager scope = context.newScope()) {
					learner.add(parts[i], image(scope, images[i]), Progress.NONE);
				}
			return learner.learn(Progress.NONE);
		}
	}
}
