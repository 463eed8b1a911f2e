package org.anomalyflow.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;

class GoodImagesTest extends WithMiniature {

	@Test
	void findsThemInAFolderOrACategory() {
		mini.images("plain", "b.png", "a.TIF").text("plain/Thumbs.db", "x").text("plain/._a.png", "x");
		mini.images("mvtec/train/good", "0.png").images("mvtec/test/good", "9.png").images("btad/train/ok", "0.bmp")
			.images("simple/Good", "0.png").images("simple/bad", "1.png");
		assertEquals(List.of("plain/a.TIF", "plain/b.png"), find("plain"));
		assertEquals(List.of("mvtec/train/good/0.png"), find("mvtec"));
		assertEquals(List.of("btad/train/ok/0.bmp"), find("btad"));
		assertEquals(List.of("simple/Good/0.png"), find("simple"));
	}

	@Test
	void leavesOutMasksAndKnownDefects() {
		mini.images("tiles/MT_Free/Imgs", "a.jpg", "a.png").images("beside", "a.png").mask("beside/a_mask.png", 0, 0)
			.mask("beside/b_mask.png", 0, 0).photograph("beside/front_label.png");
		mini.images("steel/train", "1.png", "2.png").mask("steel/train/1_GT.png", 255, 1).mask("steel/train/2_GT.png", 0, 0);
		assertEquals(List.of("tiles/MT_Free/Imgs/a.jpg"), find("tiles/MT_Free/Imgs"));
		assertEquals(List.of("beside/a.png", "beside/front_label.png"), find("beside"),
			"a mask without image is none, a photograph of a label is one");
		final List<String> told = new ArrayList<>();
		final List<Path> steel = GoodImages.find(mini.root().resolve("steel"), new Listener(told));
		assertEquals(List.of("steel/train/2.png"), mini.names(steel));
		assertEquals(2, told.size());
		assertTrue(told.get(0).startsWith("1 defective images"), told.get(0));
		assertTrue(told.get(1).endsWith(": 1 image in train; 2 masks in train."), told.get(1));
	}

	@Test
	void saysWhatIsMissing() {
		mini.folder("empty").text("file", "x");
		for (final String name : List.of("empty", "file", "nowhere")) {
			final String message = assertThrows(InvalidParameterException.class, () -> find(name)).getMessage();
			assertTrue(message.startsWith("good_images=" + mini.root().resolve(name) + " is not allowed: "), message);
		}
	}

	@Test
	void refusesWhatMayBeMasksOrDefects() {
		mini.mask("nut/ground_truth/cut/0.png", 255, 1).mask("nut/ground_truth/bent/0_mask.png", 255, 1).images("mixed/cam1", "0.png")
			.photograph("labels/0.png").images("mixed/NG", "0.png").images("plain/test/cut", "0.png").images("plain/other", "0.png");
		for (final String masks : List.of("nut/ground_truth", "nut/ground_truth/bent", "nut/ground_truth/cut"))
			assertTrue(refusal(masks).contains("are masks"), masks);
		assertEquals(1, find("labels").size(), "photographs of labels");
		assertTrue(refusal("mixed").contains("the subfolders NG, cam1, and not all of them can be good (NG)"), refusal("mixed"));
		assertTrue(refusal("plain").contains("(test)"), refusal("plain"));
		assertTrue(refusal("nut").contains("it has the subfolders ground_truth"), refusal("nut"));
	}

	@Test
	void picturesBesideFoldersOfKnownKindsAreNoneOfThem() {
		mini.images("nut", "preview.png").images("nut/train/good", "0.png").images("nut/test/good", "0.png").images("nut/test/cut", "0.png")
			.images("own", "preview.png").images("own/OK", "0.png").images("own/NG", "0.png");
		assertEquals(List.of("nut/train/good/0.png"), find("nut"));
		assertEquals(List.of("own/OK/0.png"), find("own"));
		assertEquals(List.of("nut/test/cut/0.png"), mini.names(DefectImages.find(mini.root().resolve("nut"), Progress.NONE)));
		assertEquals(List.of("own/NG/0.png"), mini.names(DefectImages.find(mini.root().resolve("own"), Progress.NONE)));
	}

	@Test
	void refusesFilesThatAreCalledGoodAndDefectiveAlike() {
		mini.images("flat", "OK_001.png", "ok-2.png", "NG_003.png").images("ng", "NG_001.png", "NG_002.png").images("part", "pass 1.png",
			"book.png", "ring.png");
		assertTrue(refusal("flat").contains("OK_001.png and NG_003.png"), refusal("flat"));
		assertEquals(2, find("ng").size(), "perhaps a name of the line");
		assertEquals(3, find("part").size(), "ng is a word in no name");
	}

	@Test
	void refusesSubfoldersWhoseNamesSpeakOfDefects() {
		mini.images("a/fine", "0.png").images("a/scratch_deep", "0.png").images("b/cam1", "0.png").images("b/2024-11-26", "0.png")
			.images("b/stainless", "0.png");
		assertTrue(refusal("a").contains("(scratch_deep)"), refusal("a"));
		assertEquals(3, find("b").size());
	}

	private String refusal(final String name) {
		return assertThrows(InvalidParameterException.class, () -> find(name)).getMessage();
	}

	private List<String> find(final String name) {
		return mini.names(GoodImages.find(mini.root().resolve(name), Progress.NONE));
	}

	private record Listener(List<String> told) implements Progress {

		@Override
		public void update(final String stage, final long done, final long total, final String detail) {
			throw new AssertionError("nothing takes long here");
		}

		@Override
		public void message(final String line) {
			told.add(line);
		}

		@Override
		public boolean isCancelled() {
			return false;
		}
	}
}
