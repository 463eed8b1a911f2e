package org.anomalyflow.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

class DatasetsTest extends WithMiniature {

	@Test
	void choosesCategoriesAndRefusesUnknownOnes() {
		mini.images("b/train/good", "0.png").images("a/train/ok", "0.bmp").folder("notes");
		assertEquals(List.of("a", "b"), names(open(List.of())));
		assertEquals(List.of("b"), names(open(List.of("b"))));
		final String message = assertThrows(InvalidParameterException.class, () -> open(List.of("b", "z"))).getMessage();
		assertTrue(message.startsWith("categories=z is not allowed: ") && message.contains("has a, b."), message);
	}

	@Test
	void saysWhatIsWrongAndWhatToDo() {
		mini.images("inner/nut/train/good", "0.png").text("file.txt", "x").folder("hollow/train/good").folder("void");
		refuses(mini.root().resolve("nowhere"), DatasetLayout.AUTO, "there is no such folder");
		refuses(mini.root().resolve("file.txt"), DatasetLayout.AUTO, "it is a file");
		refuses(mini.root().resolve("void"), DatasetLayout.AUTO, "it has no subfolders; a category needs ");
		refuses(mini.root().resolve("hollow"), DatasetLayout.AUTO, "but hold no images (png, jpg");
		refuses(mini.root().resolve("inner"), DatasetLayout.BTAD, "It looks like the layout mvtec");
		refuses(mini.root(), DatasetLayout.MTD, "it has the subfolders hollow, inner, void; a category needs MT_*/Imgs");
		final Path outer = new Miniature(folder.resolve("outer")).images("x/nut/train/good", "0.png").root();
		refuses(outer, DatasetLayout.AUTO, "Did you mean " + outer.resolve("x"));
	}

	@Test
	void knowsItsLayoutsByName() {
		assertEquals(List.of("auto", "mvtec", "mvtec-ad2", "mvtec-loco", "btad", "visa", "ksdd", "ksdd2", "mtd", "folder"),
			DatasetLayout.keys());
		assertEquals(DatasetLayout.KSDD2, DatasetLayout.of("KSDD2"));
		assertThrows(InvalidParameterException.class, () -> DatasetLayout.of("coco"));
	}

	@Test
	void summarisesCountsSizesAndWhatIsMissing() {
		mini.images("nut/train/good", "0.png").image("nut/test/cut/0.png", 20, 30, 1, 1).images("nut/test/cut", "1.png", "2.png")
			.mask("nut/ground_truth/cut/0_mask.png", 255, 1).mask("nut/ground_truth/cut/1_mask.png", 255, 1)
			.text("nut/test/bent/broken.png", "no image").folder("nut/test/good");
		final CategorySummary summary = open(List.of()).get(0).summary();
		assertEquals(1, summary.training());
		assertEquals(0, summary.testGood());
		assertEquals(4, summary.testDefective());
		assertEquals(Map.of("bent", 1, "cut", 3), summary.defects());
		assertEquals(2, summary.masks());
		assertEquals(new CategorySummary.Sizes(8, 20, 6, 30), summary.sizes().orElseThrow());
		assertEquals("nut: 1 good images to train, 0 good and 4 defective to test, 2 masks, 8 to 20 x 6 to 30 pixels", summary.toString());
		final List<String> missing = summary.missing();
		assertEquals(5, missing.size(), missing.toString());
		assertTrue(missing.get(0).startsWith("There are no good images to test on"), missing.get(0));
		assertTrue(missing.get(1).startsWith("2 of 4 defective images have no mask"), missing.get(1));
		assertTrue(missing.get(2).contains("0_mask.png (8 x 6, its image is 20 x 30)"), missing.get(2));
		assertTrue(missing.get(3).contains("broken.png"), missing.get(3));
		assertTrue(missing.get(4).contains("good holds no images"), missing.get(4));
	}

	@Test
	void tellsMasksThatMarkNothingOrAll() {
		mini.images("nut/train/good", "0.png").images("nut/test/cut", "0.png", "1.png", "2.png").mask("nut/ground_truth/cut/0.png", 255, 0)
			.mask("nut/ground_truth/cut/1.png", 255, 47).mask("nut/ground_truth/cut/2.png", 255, 30);
		final List<String> missing = open(List.of()).get(0).summary().missing();
		assertTrue(missing.get(1).startsWith("1 masks of defective images mark nothing") && missing.get(1).contains("0.png"),
			missing.toString());
		assertTrue(missing.get(2).startsWith("1 masks mark nearly the whole image") && missing.get(2).contains("1.png"), missing.toString());
		assertEquals(3, missing.size(), missing.toString());
	}

	@Test
	void damagedSplitTableIsNamed() {
		mini.images("candle/Data/Images/Normal", "0.png").text("split_csv/1cls.csv", "a,b\n1,2\n");
		final String message = assertThrows(AnomalyFlowException.class, () -> open(List.of())).getMessage();
		assertTrue(message.contains("1cls.csv") && message.contains("columns object, split, label"), message);
	}

	private List<Category> open(final List<String> categories) {
		return Datasets.open(mini.root(), DatasetLayout.AUTO, categories, 1);
	}

	private static List<String> names(final List<Category> categories) {
		return categories.stream().map(Category::name).toList();
	}

	private static void refuses(final Path root, final DatasetLayout layout, final String expected) {
		final String message = assertThrows(InvalidParameterException.class, () -> Datasets.open(root, layout, List.of(), 1)).getMessage();
		assertTrue(message.contains(root.toString()) && message.contains(expected), message);
	}
}
