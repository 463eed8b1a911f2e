package org.anomalyflow.roi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.OvalRoi;
import ij.gui.Roi;
import ij.io.RoiEncoder;
import ij.process.ByteProcessor;

import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.metric.PixelRuns;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rules of places on masks of two slices of 20 x 20 pixels. */
class PlaceRuleTest {

	private static final int SIDE = 20;

	@TempDir
	Path folder;

	private static ImageSlices source() {
		final ImageStack stack = new ImageStack(SIDE, SIDE);
		stack.addSlice(new ByteProcessor(SIDE, SIDE));
		stack.addSlice(new ByteProcessor(SIDE, SIDE));
		return ImageSlices.of(new ImagePlus("two", stack));
	}

	private static PixelRuns squares(final int... placesAndSides) {
		final boolean[] mask = new boolean[SIDE * SIDE];
		for (int i = 0; i < placesAndSides.length; i += 3)
			for (int y = 0; y < placesAndSides[i + 2]; y++)
				for (int x = 0; x < placesAndSides[i + 2]; x++)
					mask[(placesAndSides[i + 1] + y) * SIDE + placesAndSides[i] + x] = true;
		return PixelRuns.of(mask, SIDE, SIDE);
	}

	private static AcceptedRegions apply(final PixelRuns mask, final int maxRegions, final int slice, final PlaceRule... rules) {
		return AcceptedRegions.of(mask, List.of(rules), maxRegions, source(), slice);
	}

	@Test
	void aRegionBelongsWhereHalfOfItLies() {
		final PlaceRule left = new PlaceRule("left", 5, 0, new Roi(0, 0, 10, SIDE));
		assertTrue(apply(squares(9, 4, 2), 0, 1, left).mask().isEmpty(), "half of its four pixels");
		assertEquals(9, apply(squares(9, 4, 3), 0, 1, left).mask().count(), "a third of its nine pixels");
		assertEquals(9, apply(squares(2, 4, 3), 0, 1, left).mask().count(), "too large");
		assertFalse(apply(squares(2, 4, 2), 0, 1, left).alarm());
		assertTrue(apply(squares(2, 4, 3), 9, 1, left).alarm(), "nothing large is accepted there, whatever is elsewhere");
		assertTrue(apply(squares(15, 4, 2), 0, 1, left).alarm());
		assertFalse(apply(squares(15, 4, 2), 1, 1, left).alarm());
	}

	@Test
	void theFirstOfTwoPlacesRules() {
		final PlaceRule oval = new PlaceRule("oval", 0, 2, new OvalRoi(0, 0, 12, 12));
		final PlaceRule all = new PlaceRule("all", 100, 0, new Roi(0, 0, SIDE, SIDE));
		assertEquals(8, apply(squares(3, 3, 2, 7, 7, 2), 0, 1, oval, all).mask().count());
		assertFalse(apply(squares(3, 3, 2, 7, 7, 2), 0, 1, oval, all).alarm());
		assertTrue(apply(squares(3, 3, 2, 7, 7, 2), 0, 1, all, oval).mask().isEmpty());
		assertEquals(4, apply(squares(5, 5, 2, 15, 15, 2), 0, 1, oval, all).mask().count());
	}

	@Test
	void aPositionHoldsOnItsSlice() {
		final Roi second = new Roi(0, 0, SIDE, SIDE);
		second.setPosition(2);
		final PlaceRule rule = new PlaceRule("second", 100, 0, second);
		assertEquals(4, apply(squares(3, 3, 2), 0, 1, rule).mask().count());
		assertTrue(apply(squares(3, 3, 2), 0, 2, rule).mask().isEmpty());
	}

	@Test
	void rulesAreReadFromNamesAndProperties() throws IOException {
		final Path file = folder.resolve("places.zip");
		try (OutputStream out = Files.newOutputStream(file); ZipOutputStream zip = new ZipOutputStream(out)) {
			final Roi rim = new OvalRoi(1, 2, 7, 8);
			rim.setName("outer rim min_area=12 max_regions=3");
			final Roi hole = new Roi(4, 4, 2, 2);
			hole.setProperty("max_regions", "1");
			for (final Roi roi : List.of(rim, hole)) {
				zip.putNextEntry(new ZipEntry(roi.getBounds().x + ".roi"));
				zip.write(RoiEncoder.saveAsByteArray(roi));
			}
		}
		final List<PlaceRule> rules = PlaceRule.read("accept", file);
		assertEquals(2, rules.size());
		assertEquals("outer rim 12 3", rules.get(0).name() + " " + rules.get(0).minArea() + " " + rules.get(0).maxRegions());
		assertEquals("0 1", rules.get(1).minArea() + " " + rules.get(1).maxRegions());
		final PlaceRule again = PlaceRule.decode("rim", 12, 3, rules.get(0).encoded());
		assertEquals(rules.get(0).area().getBounds(), again.area().getBounds());
		assertEquals(Roi.OVAL, again.area().getType());
	}
}
