package org.anomalyflow.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.ImageIO;

import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The layouts that people have, beside those of {@link DatasetLayoutTest}: successors, other names, deeper folders. */
class LayoutSiblingsTest extends WithMiniature {

	@Test
	void mvtecAd2() {
		mini.images("can/train/good", "000_regular.png", "001_regular.png").images("can/validation/good", "000_regular.png")
			.images("can/test_public/good", "000_regular.png").images("can/test_public/bad", "000_regular.png", "001_regular.png")
			.mask("can/test_public/ground_truth/bad/000_regular_mask.png", 255, 3)
			.mask("can/test_public/ground_truth/bad/001_regular_mask.png", 255, 3).images("can/test_private", "000.png")
			.images("can/test_private_mixed", "000_mixed.png", "001_mixed.png");
		final List<Category> all = open("mvtec-ad2");
		assertEquals(List.of("can/train/good/000_regular.png", "can/train/good/001_regular.png"), mini.names(all.get(0).training()));
		assertEquals(List.of("can/test_public/good/000_regular.png good -",
			"can/test_public/bad/000_regular.png bad can/test_public/ground_truth/bad/000_regular_mask.png",
			"can/test_public/bad/001_regular.png bad can/test_public/ground_truth/bad/001_regular_mask.png"), mini.samples(all.get(0)));
		assertEquals(List.of("Not used of " + mini.root() + ": 4 images in can/test_private, can/test_private_mixed, can/validation/good."),
			Datasets.unused(mini.root(), all, true));
		assertEquals(List.of("can/test_public/bad/000_regular.png", "can/test_public/bad/001_regular.png"),
			mini.names(DefectImages.find(mini.root().resolve("can"), Progress.NONE)));
	}

	/** A data set may be called after the masks that it has, and links may lead back into it. */
	@Test
	void theNameOfTheFolderAndLinksBackDoNotMatter() throws IOException {
		mini = new Miniature(folder.resolve("parts with masks"));
		mini.mask("part/ground_truth/bad/3_mask.png", 255, 3);
		for (final String name : List.of("train/good/0", "train/good/1", "test/good/2", "test/bad/3"))
			photograph(mini.root().resolve("part/" + name + ".png"));
		Files.createSymbolicLink(mini.root().resolve("part/test/bad/loop"), Path.of("."));
		Files.createSymbolicLink(mini.root().resolve("part/test/up"), mini.root().resolve("part"));
		final Category part = Datasets.open(mini.root(), DatasetLayout.AUTO, List.of(), 1).get(0);
		assertEquals(2, part.training().size());
		assertEquals(List.of("part/test/good/2.png good -", "part/test/bad/3.png bad part/ground_truth/bad/3_mask.png"), mini.samples(part));
		assertEquals(2, GoodImages.find(mini.root().resolve("part"), Progress.NONE).size());
	}

	private static void photograph(final Path file) throws IOException {
		final BufferedImage image = new BufferedImage(8, 6, BufferedImage.TYPE_BYTE_GRAY);
		for (int i = 0; i < 48; i++)
			image.getRaster().setSample(i % 8, i / 8, 0, 5 * i);
		Files.createDirectories(file.getParent());
		ImageIO.write(image, "png", file.toFile());
	}

	@Test
	void mvtecLocoHasSeveralMasksPerImage() {
		mini.images("box/train/good", "000.png").images("box/validation/good", "000.png").images("box/test/good", "000.png")
			.images("box/test/logical_anomalies", "000.png", "001.png").images("box/test/structural_anomalies", "000.png")
			.image("box/ground_truth/logical_anomalies/000/000.png", 8, 6, 254, 1)
			.image("box/ground_truth/logical_anomalies/000/001.png", 8, 6, 253, 4).mask("box/ground_truth/logical_anomalies/001/000.png", 255, 2)
			.mask("box/ground_truth/structural_anomalies/000/000.png", 255, 3);
		final Category box = open("mvtec-loco").get(0);
		final String truth = "box/ground_truth/logical_anomalies/";
		assertEquals(List.of("box/test/good/000.png good -",
			"box/test/logical_anomalies/000.png logical_anomalies " + truth + "000/000.png+" + truth + "000/001.png",
			"box/test/logical_anomalies/001.png logical_anomalies " + truth + "001/000.png",
			"box/test/structural_anomalies/000.png structural_anomalies box/ground_truth/structural_anomalies/000/000.png"), mini.samples(box));
		assertEquals(4, count(box.test().get(1).readMask().orElseThrow()), "the union of 1 and 4 pixels, one of them common");
		assertEquals(mini.samples(box), mini.samples(Datasets.open(mini.root(), DatasetLayout.MVTEC, List.of(), 1).get(0)));
	}

	@Test
	void kolektorSdd() {
		for (int i = 0; i < 4; i++)
			mini.images("kos01", "Part" + i + ".jpg").mask("kos01/Part" + i + "_label.bmp", 255, i == 3 ? 2 : 0)
				.images("kos02", "Part" + i + ".jpg").mask("kos02/Part" + i + "_label.bmp", 0, 0);
		mini.images("kos02", "Part4.jpg");
		final Category category = open("ksdd").get(0);
		assertEquals("data", category.name());
		assertEquals(5, category.training().size());
		assertTrue(category.training().stream().noneMatch(image -> image.toString().contains("label")));
		assertEquals(List.of("kos01/Part3.jpg defect kos01/Part3_label.bmp"), mini.samples(category).subList(2, 3));
		assertTrue(category.notes().get(0).contains("Part4.jpg"), category.notes().get(0));
		assertEquals(List.of("kos01/Part0.jpg", "kos01/Part1.jpg", "kos01/Part2.jpg"),
			mini.names(GoodImages.find(mini.root().resolve("kos01"), Progress.NONE)),
			"labels are never trained on, nor what they call defective");
		assertEquals(8, GoodImages.find(mini.root(), Progress.NONE).size(), "one folder deeper, with the unlabelled one");
	}

	@ParameterizedTest
	@CsvSource({ "good, bad", "OK, NG", "Normal, Abnormal", "PASS, fail", "pass, FAILED", "ok, nok", "ok, not ok", "Good, Defects",
		"normal, Anomalies" })
	void namesOfGoodAndDefective(final String good, final String bad) {
		mini.images(good, "a.png", "b.png", "c.png", "d.png", "e.png").images(bad, "x.png");
		final Category category = open("folder").get(0);
		assertEquals(4, category.training().size());
		assertEquals(List.of(bad + "/x.png " + bad + " -"), mini.samples(category).subList(1, 2));
		assertEquals(5, GoodImages.find(mini.root(), Progress.NONE).size());
		assertEquals(List.of(bad + "/x.png"), mini.names(DefectImages.find(mini.root(), Progress.NONE)));
		assertEquals(List.of(), Datasets.unused(mini.root(), List.of(category), true));
	}

	@ParameterizedTest
	@ValueSource(strings = { "good", "ok", "normal", "pass" })
	void namesOfGoodInTrainAndTest(final String good) {
		mini.images("nut/train/" + good, "1.png").images("nut/test/" + good, "2.png").images("nut/test/bent", "3.png");
		final Category category = open(good.equals("ok") ? "btad" : "mvtec").get(0);
		assertEquals(List.of("nut/train/" + good + "/1.png"), mini.names(category.training()));
		assertEquals(List.of("nut/test/" + good + "/2.png good -", "nut/test/bent/3.png bent -"), mini.samples(category));
	}

	@Test
	void oneFolderDeeperOnBothSides() {
		mini.images("good/cam1", "0.png", "1.png").images("good/cam2", "0.png", "1.png").images("good", "9.png").images("bad/cam1", "0.png")
			.images("bad/dent", "0.png").mask("masks/cam1/0.png", 255, 1).images("good/cam1/deep", "z.png");
		final Category category = open("folder").get(0);
		assertEquals(4, category.training().size());
		assertEquals(List.of("bad/cam1/0.png bad masks/cam1/0.png", "bad/dent/0.png dent -"), mini.samples(category).subList(1, 3),
			"cam1 is a place, dent a kind of defect");
		assertEquals(List.of("Not used of " + mini.root() + ": 1 image in good/cam1/deep."),
			Datasets.unused(mini.root(), List.of(category), true));
		assertEquals(5, GoodImages.find(mini.root(), Progress.NONE).size());
		assertEquals(List.of("bad/cam1/0.png", "bad/dent/0.png"), mini.names(DefectImages.find(mini.root(), Progress.NONE)));
	}

	@Test
	void oneFolderDeeperInTrainAndTest() {
		mini.images("nut/train/good/cam1", "0.png").images("nut/train/good/cam2", "0.png").images("nut/test/good/cam1", "0.png")
			.images("nut/test/cut/cam1", "0.png").images("nut/test/cut/cam2", "0.png").mask("nut/ground_truth/cut/cam1/0_mask.png", 255, 1)
			.mask("nut/ground_truth/cut/cam2/0_mask.png", 255, 2);
		final Category category = open("mvtec").get(0);
		assertEquals(2, category.training().size());
		assertEquals(List.of("nut/test/good/cam1/0.png good -", "nut/test/cut/cam1/0.png cut nut/ground_truth/cut/cam1/0_mask.png",
			"nut/test/cut/cam2/0.png cut nut/ground_truth/cut/cam2/0_mask.png"), mini.samples(category));
	}

	@Test
	void noMaskBelongsToTwoImages() {
		mini.images("good", "a.png", "b.png").images("bad", "0.png").images("bad/dent", "0.png", "1.png").images("bad/cut", "0.png", "1.png")
			.mask("masks/0.png", 255, 1).mask("masks/1.png", 255, 1).images("bad", "2.jpg", "2.png").mask("masks/2.png_mask.png", 255, 1)
			.mask("masks/2.png", 255, 1);
		final Category category = open("folder").get(0);
		assertEquals(
			List.of("bad/0.png bad masks/0.png", "bad/2.jpg bad masks/2.png", "bad/2.png bad masks/2.png_mask.png", "bad/cut/0.png cut -",
				"bad/cut/1.png cut -", "bad/dent/0.png dent -", "bad/dent/1.png dent -"),
			mini.samples(category).subList(1, 8).stream().sorted().toList());
		assertEquals(1, category.notes().stream().filter(note -> note.contains("1.png fits several images")).count());
	}

	@Test
	void decomposedUmlautsAreTheSameName() {
		mini.images("good", "a.png", "b.png").images("bad", "gr\u00fcn.png").mask("masks/gru\u0308n_mask.png", 255, 1);
		assertEquals(1, open("folder").get(0).test().get(1).masks().size());
		mini.images("teile/Gr\u00fcn/train/good", "0.png");
		assertEquals(1, Datasets.open(mini.root().resolve("teile"), DatasetLayout.AUTO, List.of("GRU\u0308N"), 1).size());
	}

	@Test
	void whatNamesDoNotTellIsNamed() {
		mini.images("good", "0.png").images("broken_large", "0.png", "1.png").text("good/notes.txt", "x").text("broken_large/a.jp2", "x")
			.text("b.avif", "x").text("README", "x").text(".hidden", "x");
		final Category category = open("folder").get(0);
		assertTrue(category.test().isEmpty());
		assertTrue(category.notes().get(0).contains("broken_large was ignored"), category.notes().get(0));
		assertEquals(
			List.of("Not used of " + mini.root() +
				": 2 images in broken_large; 1 AVIF, 1 JPEG 2000 (cannot be read); 1 .txt, 1 without extension; 1 hidden entry."),
			Datasets.unused(mini.root(), List.of(category), true));
	}

	@Test
	void goodImagesWithAMarkedDefectAreNotTrainedOn() {
		mini.images("good", "0.png", "1.png", "2.png").mask("good/0_mask.png", 255, 1).mask("good/1-label.png", 0, 0)
			.mask("good/gt_2.png", 255, 1).text("good/3_mask.png", "damaged").images("good", "3.png");
		final Category category = open("folder").get(0);
		assertEquals(List.of("good/1.png"), mini.names(category.training()));
		assertTrue(category.notes().get(0).startsWith("2 defective images"), category.notes().get(0));
		assertTrue(category.notes().get(1).contains("3.png"), category.notes().get(1));
	}

	private static int count(final Mask mask) {
		int count = 0;
		for (final boolean anomalous : mask.anomalous())
			count += anomalous ? 1 : 0;
		return count;
	}

	/** Opens the miniature by its layout's name and by {@code auto}, and expects the same. */
	private List<Category> open(final String name) {
		final List<Category> named = Datasets.open(mini.root(), DatasetLayout.of(name), List.of(), 1);
		assertEquals(named, Datasets.open(mini.root(), DatasetLayout.AUTO, List.of(), 1));
		assertFalse(named.isEmpty());
		return named;
	}
}
