package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.image.PilResize;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.model.DefectLabels;
import org.anomalyflow.model.DefectRecipe;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.defect.DefectPainter.Painted;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Painted defects on their way into the cache and into batches. */
class PaintedViewsTest {

	private static final int SIDE = 64;
	private static final int DEFECTS = 3;

	@TempDir
	static Path folder;

	private static ComputeContext context;
	private static TrainingImages images;

	@BeforeAll
	static void makeImages() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
		SampleData.generate(folder, List.of("metal"), 6, 7, Progress.NONE);
		images = TrainingImages.of(ImageFolder.list(folder.resolve("metal/train/good"), false).images(), Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	private static PaintedViews painted(final double cover) {
		return new PaintedViews(new DefectRecipe(DEFECTS, 4, cover, Optional.empty()), images, Optional.empty(), new int[]{ 10, 11, 10 }, 5);
	}

	/** Every second image of a batch has a defect, and those of an image take turns. */
	@Test
	void batchesAlternate() {
		final AugmentedViews views = new AugmentedViews(Augmentation.NONE, new int[]{ 0, 2, 5 }, SIDE, 1, DEFECTS);
		assertEquals(3 * (1 + DEFECTS), views.records());
		assertArrayEquals(new int[]{ 0, 4 + 1 + 1, 8 }, views.records(new int[]{ 0, 1, 2 }, 0));
		assertArrayEquals(new int[]{ 8, 4 + 1 + 2 }, views.records(new int[]{ 2, 1 }, 1));
		assertArrayEquals(new int[]{ 8, 4 + 1 }, views.records(new int[]{ 2, 1 }, 2));
		assertArrayEquals(new int[]{ 8, 4 + 1 }, views.only(new int[]{ 1, 2 }).records(new int[]{ 1, 0 }, 3), "the records of a fold stay");
		final AugmentedViews moved = new AugmentedViews(Augmentation.parse("flips"), new int[]{ 0 }, SIDE, 1, DEFECTS);
		assertEquals(moved.of(0).size() + DEFECTS, moved.records());
	}

	/** Good records are those of the images, painted ones differ, and what is known of each stands beside. */
	@Test
	void theCacheHoldsPaintedImages() {
		final FeatureExtractor extractor = new FeatureExtractor(context,
			Backbones.create(context, FilterBank.NAME, Collections.emptyMap(), FilterBank.COLOUR), FeatureLayout.ALL_MAPS, SIDE, images.range());
		final int[] train = { 1, 2, 4 };
		final AugmentedViews views = new AugmentedViews(Augmentation.NONE, train, SIDE, 5, DEFECTS);
		try (FeatureCache cache = FeatureCache.allocate(extractor.shapes(), views.records(), 1L << 30); NDManager scope = context.newScope()) {
			new TrainingFeatures(context, extractor, views, Progress.NONE, Optional.of(painted(0.25))).fill(cache, images, train);
			for (int image = 0; image < train.length; image++) {
				final float[] good = extractor.features(scope, images.read(train[image])).get(0).toFloatArray();
				assertArrayEquals(good, cache.batch(scope, 4 * image).get(0).toFloatArray(), 1e-4f);
				for (int defect = 0; defect < DEFECTS; defect++)
					assertFalse(Arrays.equals(good, cache.batch(scope, 4 * image + 1 + defect).get(0).toFloatArray()));
			}
			final DefectLabels labels = cache.labels(scope, 0, 1, 6, 8).orElseThrow();
			assertArrayEquals(new int[]{ 10, 10, 11, 10 }, labels.parts());
			final float[] masks = labels.masks().toFloatArray();
			assertEquals(new Shape(4, 8, 8), labels.masks().getShape());
			for (int record = 0; record < 4; record++) {
				float sum = 0;
				for (int cell = 0; cell < 64; cell++)
					sum += masks[64 * record + cell];
				assertEquals(record == 1 || record == 2, sum > 0, "record " + record);
			}
		}
	}

	/** A cell counts from a share of its pixels on. */
	@Test
	void cellsCountFromAShareOn() {
		final boolean[] mask = new boolean[16 * 16];
		for (int i = 0; i < 8; i++)
			mask[i / 4 * 16 + i % 4] = true; // half of the first cell of 4 x 4 pixels
		mask[15 * 16 + 15] = true; // a sixteenth of the last one
		final boolean[] cells = painted(0.25).cells(mask, new Shape(3, 4, 4));
		assertTrue(cells[0]);
		assertFalse(cells[15]);
		assertTrue(painted(1.0 / 16).cells(mask, new Shape(3, 4, 4))[15]);
		assertFalse(painted(0.6).cells(mask, new Shape(3, 4, 4))[0]);
	}

	/** Defects stay in the part of an image that counts, depend on image and number, and on nothing else. */
	@Test
	void eachDefectHasItsOwnNumbers() {
		final PlanarImage image = PilResize.resize(images.read(0), SIDE, SIDE);
		final boolean[] left = new boolean[SIDE * SIDE];
		for (int i = 0; i < left.length; i++)
			left[i] = i % SIDE < SIDE / 2;
		final Optional<PixelRuns> area = Optional.of(PixelRuns.of(left, SIDE, SIDE));
		final Painted first = painted(0.25).paint(image, area, 3, 0);
		for (int i = 0; i < left.length; i++)
			assertFalse(first.mask()[i] && !left[i]);
		assertEquals(first.image(), painted(0.5).paint(image, area, 3, 0).image());
		assertFalse(first.image().equals(painted(0.25).paint(image, area, 3, 1).image()));
		assertFalse(first.image().equals(painted(0.25).paint(image, area, 4, 0).image()));
		final boolean[] nothing = new boolean[SIDE * SIDE];
		assertEquals(image, painted(0.25).paint(image, Optional.of(PixelRuns.of(nothing, SIDE, SIDE)), 3, 0).image());
	}
}
