package org.anomalyflow.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;

import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every image finds its own mask, wherever people keep it. */
class MaskPlacesTest extends WithMiniature {

	@ParameterizedTest
	@ValueSource(strings = { "_mask", "_label", "_GT", "-mask", "-gt", ".mask", " mask", "_Mask", "_LABEL", "_masks", "_labels",
		"_ground_truth", "_groundtruth", "_seg", "_segmentation", "_annotation", "_gt_mask", "_mask_gt", "_seg_mask" })
	void besideTheImage(final String suffix) {
		mini.images("good", "0.png", "1.png").images("bad", "0.png", "1.jpg").mask("bad/0" + suffix + ".png", 255, 1)
			.mask("bad/1" + suffix + ".bmp", 255, 1);
		assertEquals(List.of("bad/0.png bad bad/0" + suffix + ".png", "bad/1.jpg bad bad/1" + suffix + ".bmp"), defects(mini.root()));
	}

	@ParameterizedTest
	@CsvSource({ "bad, masks/bad", "bad, bad/masks", "bad, masks", "bad, labels", "bad, mask", "bad, gt/bad", "bad, Annotations/bad",
		"bad, bad/Ground Truth", "bad, segmentation", "bad, defect_masks", "bad, bad_mask", "bad, bad-masks", "bad, gt_bad", "bad, masks_bad",
		"bad/cam1, masks/bad/cam1", "bad/cam1, masks/cam1", "bad/cam1, masks/bad", "bad/cam1, bad/cam1/masks", "bad/cam1, bad/masks/cam1",
		"bad/images, bad/masks", "bad/images, masks/bad/images" })
	void ofAPlainFolder(final String images, final String masks) {
		mini.images("good", "0.png", "1.png").images(images, "0.png").mask(masks + "/0.png", 255, 1);
		assertTrue(defects(mini.root()).get(0).endsWith(" " + masks + "/0.png"), defects(mini.root()).toString());
	}

	@ParameterizedTest
	@CsvSource({ "test/bad, ground_truth/bad", "test/bad, test/ground_truth/bad", "test/bad, masks/test/bad", "test/bad, masks/bad",
		"test/bad, test/masks/bad", "test/bad, test/bad", "test/bad, test_masks/bad", "test/bad, test/bad/masks",
		"test/bad/images, test/bad/masks", "test/bad, test/bad_mask", "test/bad/cam1, ground_truth/bad/cam1", "test/bad/cam1, ground_truth/bad",
		"test/bad, labels/test/bad" })
	void ofTrainAndTest(final String images, final String masks) {
		mini.images("nut/train/good", "0.png").images("nut/test/good", "0.png").images("nut/" + images, "0.png")
			.mask("nut/" + masks + "/0_mask.png", 255, 1);
		assertEquals(List.of("nut/" + images + "/0.png bad nut/" + masks + "/0_mask.png"), defects(mini.root()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "images", "imgs", "Image", "data" })
	void ofParallelTrees(final String images) {
		mini.images(images + "/good", "0.png", "1.png").images(images + "/bad", "0.png", "1.png").mask("masks/bad/0.png", 255, 1)
			.mask("masks/good/0.png", 0, 0).mask("masks/1.png", 255, 1);
		final List<Category> all = Datasets.open(mini.root(), DatasetLayout.AUTO, List.of(), 1);
		assertEquals(1, all.size(), "masks are no category");
		assertEquals(List.of(images + "/bad/0.png bad masks/bad/0.png", images + "/bad/1.png bad masks/1.png"), defects(mini.root()));
		assertEquals(defects(mini.root()), defects(mini.root().resolve(images)), "also if only the images' folder is given");
	}

	@Test
	void ofParallelTreesWithTrainAndTest() {
		mini.images("images/train/good", "0.png").images("images/test/good", "0.png").images("images/test/bad", "0.png")
			.mask("masks/train/good/0.png", 0, 0).mask("masks/test/good/0.png", 0, 0).mask("masks/test/bad/0.png", 255, 1);
		assertEquals(List.of("images/test/bad/0.png bad masks/test/bad/0.png"), defects(mini.root()));
		assertEquals(List.of("images/train/good/0.png"), mini.names(GoodImages.find(mini.root().resolve("images"), Progress.NONE)));
	}

	@Test
	void besideCategoriesOnlyTheirOwnCount() {
		for (final String category : List.of("A", "B"))
			mini.images(category + "/good", "0.png", "1.png").images(category + "/bad", "0.png", "1.png").mask("masks/" + category + "/bad/0.png",
				255, 1);
		mini.mask("masks/bad/1.png", 255, 1);
		assertEquals(List.of("A/bad/0.png bad masks/A/bad/0.png", "A/bad/1.png bad -"), defects(mini.root()));
		assertEquals(List.of("B/bad/0.png bad masks/B/bad/0.png", "B/bad/1.png bad -"),
			mini.samples(Datasets.open(mini.root(), DatasetLayout.AUTO, List.of("B"), 1).get(0)).subList(1, 3));
	}

	@ParameterizedTest
	@CsvSource({ "parts, parts_masks", "parts, parts-mask", "images, images_gt", "images, masks/images", "parts, masks/parts" })
	void besideTheCategory(final String category, final String masks) {
		mini.images(category + "/good", "0.png", "1.png").images(category + "/bad", "0.png").mask(masks + "/bad/0.png", 255, 1);
		assertEquals(List.of(category + "/bad/0.png bad " + masks + "/bad/0.png"), defects(mini.root()));
	}

	@Test
	void aCategoryMayBeNamedAsMasksAre() {
		mini.photograph("label/train/good/0.png").photograph("label/test/good/0.png").photograph("label/test/torn/0.png")
			.images("cap/train/good", "0.png").images("cap/test/torn", "0.png");
		assertEquals(List.of("cap", "label"),
			Datasets.open(mini.root(), DatasetLayout.AUTO, List.of(), 1).stream().map(Category::name).toList());
	}

	@Test
	void aKindOfDefectIsNoFolderOfMasks() {
		mini.images("nut/train/good", "0.png").images("nut/test/good", "0.png").photograph("nut/test/missing_label/0.png")
			.photograph("nut/test/torn_mask/0.png");
		assertEquals(List.of("nut/test/missing_label/0.png missing_label -", "nut/test/torn_mask/0.png torn_mask -"), defects(mini.root()));
	}

	@Test
	void resultsAreNoMasks() {
		mini.images("good", "0.png", "1.png").images("bad", "0.png").mask("masks/0.tif", 255, 9).text(".anomaly-flow-finished", "x");
		assertEquals(List.of("bad/0.png bad -"), defects(mini.root()));
		mini.images("good/overlays", "0.png", "1.png").text("good/.anomaly-flow-finished", "x");
		assertEquals(2, GoodImages.find(mini.root(), Progress.NONE).size());
	}

	@Test
	void foldersOfKindsAreNotThoseOfSeveralMasks() {
		mini.images("good", "0.png", "1.png").images("bad/cut", "0.png").images("bad/dent", "cut.png", "1.png").mask("masks/cut/0.png", 255, 1)
			.mask("masks/1/a.png", 255, 1).mask("masks/1/b.png", 255, 2);
		assertEquals(List.of("bad/cut/0.png cut masks/cut/0.png", "bad/dent/1.png dent masks/1/a.png+masks/1/b.png", "bad/dent/cut.png dent -"),
			defects(mini.root()));
	}

	@Test
	void whatMasksCallDefectiveIsNotTrainedOn() {
		mini.images("images", "0.png", "1.png", "2.png").mask("masks/0.png", 0, 0).mask("masks/1.png", 255, 1);
		for (final Path folder : List.of(mini.root(), mini.root().resolve("images")))
			assertEquals(List.of("images/0.png", "images/2.png"), mini.names(GoodImages.find(folder, Progress.NONE)));
		mini.images("nut/good", "0.png", "1.png").images("nut/bad", "0.png").mask("nut/masks/0.png", 255, 1);
		assertEquals(2, GoodImages.find(mini.root().resolve("nut"), Progress.NONE).size(), "the mask is that of bad/0.png");
		mini.images("tt/train/good", "0.png", "1.png").mask("tt/train/good/1_mask.png", 255, 1).images("tt/test/good", "0.png", "1.png")
			.mask("tt/ground_truth/good/0.png", 0, 0).mask("tt/test/good/1_mask.png", 255, 1);
		final Category category = Datasets.open(mini.root().resolve("tt"), DatasetLayout.AUTO, List.of(), 1).get(0);
		assertEquals(List.of("tt/train/good/0.png"), mini.names(category.training()));
		assertEquals(List.of("tt/test/good/0.png good -"), mini.samples(category));
		assertTrue(category.notes().get(0).startsWith("1 defective images in "), category.notes().get(0));
	}

	private List<String> defects(final Path root) {
		return mini.samples(Datasets.open(root, DatasetLayout.AUTO, List.of(), 1).get(0)).stream().filter(sample -> !sample.endsWith(" good -"))
			.toList();
	}
}
