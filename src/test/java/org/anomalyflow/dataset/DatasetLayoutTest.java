package org.anomalyflow.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

/** Each layout on a miniature of it, named and recognised. */
class DatasetLayoutTest extends WithMiniature {

	@Test
	void mvtec() {
		mini.images("nut/train/good", "001.png", "000.png").images("nut/test/good", "000.png")
			.images("nut/test/cut", "000.png", "001.PNG", "002.png").images("nut/test/bent", "000.png")
			.mask("nut/ground_truth/cut/000_mask.png", 255, 3).mask("nut/ground_truth/cut/001.BMP", 255, 3)
			.mask("nut/ground_truth/bent/000_mask.tif", 255, 3);
		mini.text("readme.txt", "x").text("nut/license.txt", "x").text("nut/train/good/Thumbs.db", "x").text("nut/train/good/._000.png", "x")
			.text("nut/train/good/.hidden.png", "x").images("__MACOSX/nut/train/good", "0.png");
		final Category category = only("mvtec", DatasetLayout.MVTEC);
		assertEquals("nut", category.name());
		assertEquals(List.of("nut/train/good/000.png", "nut/train/good/001.png"), mini.names(category.training()));
		assertEquals(List.of("nut/test/good/000.png good -", "nut/test/bent/000.png bent nut/ground_truth/bent/000_mask.tif",
			"nut/test/cut/000.png cut nut/ground_truth/cut/000_mask.png", "nut/test/cut/001.PNG cut nut/ground_truth/cut/001.BMP",
			"nut/test/cut/002.png cut -"), mini.samples(category));
		assertEquals(category, Datasets.open(mini.root().resolve("nut"), DatasetLayout.AUTO, List.of(), 1).get(0));
	}

	@Test
	void btad() {
		mini.images("01/train/ok", "0000.bmp").images("01/test/ok", "0000.bmp").images("01/test/ko", "0000.bmp", "0001.bmp")
			.mask("01/ground_truth/ko/0000.png", 255, 3).mask("01/ground_truth/ko/0001.bmp", 255, 3);
		final Category category = only("btad", DatasetLayout.BTAD);
		assertEquals(List.of("01/train/ok/0000.bmp"), mini.names(category.training()));
		assertEquals(List.of("01/test/ok/0000.bmp good -", "01/test/ko/0000.bmp ko 01/ground_truth/ko/0000.png",
			"01/test/ko/0001.bmp ko 01/ground_truth/ko/0001.bmp"), mini.samples(category));
		assertFalse(category.test().get(0).isDefective());
		assertTrue(category.test().get(1).isDefective());
	}

	@Test
	void visaBySplitTable() {
		visa();
		mini.text("split_csv/1cls.csv",
			"object,split,label,image,mask\n" + "candle,train,normal,candle/Data/Images/Normal/0001.JPG,\n" +
				"candle,train,normal,candle/Data/Images/Normal/0000.JPG,\n" + "candle,test,normal,candle/Data/Images/Normal/0002.JPG,\n" +
				"candle,test,anomaly,candle/Data/Images/Anomaly/000.JPG,candle/Data/Masks/Anomaly/000.png\n" +
				"candle,test,normal,candle/Data/Images/Normal/0099.JPG,\n" + "fryum,train,normal,fryum/Data/Images/Normal/0000.JPG,\n");
		final Category category = only("visa", DatasetLayout.VISA);
		assertEquals(List.of("candle/Data/Images/Normal/0000.JPG", "candle/Data/Images/Normal/0001.JPG"), mini.names(category.training()));
		assertEquals(
			List.of("candle/Data/Images/Normal/0002.JPG good -", "candle/Data/Images/Anomaly/000.JPG anomaly candle/Data/Masks/Anomaly/000.png"),
			mini.samples(category));
		assertEquals(1, category.notes().size());
		assertTrue(category.notes().get(0).startsWith("1 images listed in"), category.notes().get(0));
		final Mask mask = category.test().get(1).readMask().orElseThrow();
		assertTrue(mask.anomalous()[2], "VisA numbers its defects: 1 is anomalous");
		assertFalse(mask.anomalous()[3]);
		assertEquals(category, Datasets.open(mini.root().resolve("candle"), DatasetLayout.VISA, List.of(), 1).get(0));
	}

	@Test
	void visaWithoutTable() {
		visa();
		final Category category = only("visa", DatasetLayout.VISA);
		assertEquals(2, category.training().size());
		assertEquals(2, category.test().size());
		assertTrue(category.notes().get(0).contains("were split by the seed 1: 2 to train, 1 to test"), category.notes().get(0));
	}

	@Test
	void visaInItsSplitForm() {
		mini.images("pcb1/train/good", "0000.JPG").images("pcb1/test/good", "0001.JPG").images("pcb1/test/bad", "000.JPG")
			.mask("pcb1/ground_truth/bad/000.png", 255, 3);
		final Category category = Datasets.open(mini.root(), DatasetLayout.VISA, List.of(), 1).get(0);
		assertEquals(List.of("pcb1/test/good/0001.JPG good -", "pcb1/test/bad/000.JPG bad pcb1/ground_truth/bad/000.png"),
			mini.samples(category));
	}

	@Test
	void ksdd2() {
		mini.images("train", "10000.png", "10001.png", "10002.png", "10003.png").mask("train/10000_GT.png", 0, 0)
			.mask("train/10001_GT.png", 255, 2).mask("train/10002_GT.png", 0, 0).images("train", "10001_GT (copy).png");
		mini.images("test", "20000.png", "20001.png").mask("test/20000_GT.png", 255, 2).mask("test/20001_GT.png", 0, 0);
		final Category category = only("ksdd2", DatasetLayout.KSDD2);
		assertEquals("data", category.name());
		assertEquals(List.of("train/10000.png", "train/10002.png"), mini.names(category.training()));
		assertEquals(List.of("test/20001.png good -", "test/20000.png defect test/20000_GT.png"), mini.samples(category));
		assertEquals(2, category.notes().size());
		assertTrue(category.notes().get(0).startsWith("1 defective images"), category.notes().get(0));
		assertTrue(category.notes().get(1).contains("10003.png"), category.notes().get(1));
	}

	@Test
	void mtd() {
		for (int i = 0; i < 10; i++)
			mini.images("MT_Free/Imgs", "exp" + i + ".jpg").mask("MT_Free/Imgs/exp" + i + ".png", 0, 0);
		mini.images("MT_Crack/Imgs", "c.jpg").mask("MT_Crack/Imgs/c.png", 255, 2).images("MT_Blowhole/Imgs", "b.jpg");
		final Category category = only("mtd", DatasetLayout.MTD);
		assertEquals(8, category.training().size());
		assertEquals(4, category.test().size());
		assertEquals(List.of("MT_Blowhole/Imgs/b.jpg blowhole -", "MT_Crack/Imgs/c.jpg crack MT_Crack/Imgs/c.png"),
			mini.samples(category).subList(2, 4));
		final Set<Path> all = new HashSet<>(category.training());
		category.test().forEach(sample -> all.add(sample.image()));
		assertEquals(12, all.size(), "each image once");
	}

	@Test
	void folderWithDefectsInTypesAndMasksAnywhere() {
		mini.images("OK", "a.png", "b.png", "c.png", "d.png", "e.png").images("ng", "x.jpg", "x.png", "x_mask.png").images("ng/dent", "y.png")
			.mask("masks/dent/y.png", 255, 1).images("preview", "p.png");
		final Category category = only("folder", DatasetLayout.FOLDER);
		assertEquals(4, category.training().size());
		assertEquals(List.of("ng/x.jpg ng -", "ng/x.png ng -", "ng/dent/y.png dent masks/dent/y.png"), mini.samples(category).subList(1, 4),
			"which of the two images the mask belongs to nobody knows");
		assertTrue(category.notes().get(0).contains("preview was ignored"), category.notes().get(0));
		assertTrue(category.notes().get(2).contains("x_mask.png fits several images"), category.notes().get(2));
	}

	@Test
	void folderOfGoodImagesOnly() {
		mini.images(".", "b.png", "a.JPG").text("notes.txt", "x").folder("empty");
		final Category category = only("folder", DatasetLayout.FOLDER);
		assertEquals(List.of("a.JPG", "b.png"), mini.names(category.training().stream().map(Path::normalize).toList()));
		assertTrue(category.test().isEmpty());
	}

	private void visa() {
		mini.images("candle/Data/Images/Normal", "0000.JPG", "0001.JPG", "0002.JPG").images("candle/Data/Images/Anomaly", "000.JPG")
			.mask("candle/Data/Masks/Anomaly/000.png", 1, 3);
	}

	/** Opens the miniature by its layout's name and by {@code auto}, and expects one equal category. */
	private Category only(final String name, final DatasetLayout expected) {
		final List<Category> named = Datasets.open(mini.root(), DatasetLayout.of(name), List.of(), 1);
		assertEquals(1, named.size());
		assertEquals(expected, named.get(0).layout());
		assertEquals(named, Datasets.open(mini.root(), DatasetLayout.AUTO, List.of(), 1));
		return named.get(0);
	}
}
