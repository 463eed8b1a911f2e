package org.anomalyflow.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.image.PlanarImage;
import org.junit.jupiter.api.Test;

class ImageKindNotesTest {

	private static final ModelInfo.ImageKind COLOUR = new ModelInfo.ImageKind(3, 100, 120, 80, 90, 0, 4000);

	@Test
	void likeImagesNeedNoWord() {
		final ImageKindNotes notes = notes(COLOUR);
		assertEquals(List.of(), notes.about(ramp(3, 100, 80, 4000)));
		assertEquals(List.of(), notes.about(ramp(3, 140, 110, 2000)));
		assertEquals(List.of(), new ImageKindNotes(new ModelInfo.Preprocessing(64, 0, 255, 8)).about(ramp(1, 9, 90, 9)));
	}

	@Test
	void eachDifferenceIsSaidOnce() {
		check(notes(COLOUR), ramp(1, 100, 80, 4000), "is gray");
		check(notes(new ModelInfo.ImageKind(1, 100, 120, 80, 90, 0, 4000)), ramp(3, 100, 80, 4000), "has colours");
		check(notes(COLOUR), ramp(3, 400, 320, 4000), "400 x 320 px, the training images had 100 to 120 x 80 to 90 px");
		check(notes(COLOUR), ramp(3, 50, 40, 4000), "50 x 40 px");
		check(notes(COLOUR), ramp(3, 90, 130, 4000), "90 x 130 px");
		check(notes(COLOUR), ramp(3, 100, 80, 255), "almost flat");
		check(notes(COLOUR), ramp(3, 100, 80, 65535), "far outside");
	}

	@Test
	void largeImagesAreAdvisedToBeCut() {
		check(notes(COLOUR), ramp(3, 400, 320, 4000), "tile=auto");
		check(notes(COLOUR), ramp(3, 155, 100, 4000), "tile=110."); // auto would judge it whole
		check(notes(new ModelInfo.ImageKind(3, 500, 640, 300, 480, 0, 4000)), ramp(3, 640, 480, 4000),
			"does not see defects of less than 20 px");
		check(new ImageKindNotes(new ModelInfo.Preprocessing(64, 0, 255, 16)), ramp(1, 300, 100, 4000), "tile=64");
		assertFalse(notes(COLOUR).about(ramp(3, 50, 40, 4000)).get(0).contains("tile"), "smaller images cannot be cut");
	}

	@Test
	void tilesOfTheSizeOfTheTrainingImagesNeedNoWord() {
		final PlanarImage large = ramp(3, 640, 480, 4000);
		assertEquals(List.of(), notes(COLOUR).aboutTiles(large, 110, 85));
		assertTrue(notes(COLOUR).aboutTiles(large, 512, 512).get(0).contains("The tiles have 512 x 512 px"));
		assertTrue(notes(COLOUR).aboutTiles(ramp(1, 640, 480, 4000), 110, 85).get(0).contains("is gray"));
	}

	@Test
	void differencesAreSaidTogether() {
		assertEquals(3, notes(COLOUR).about(ramp(1, 300, 300, 60000)).size());
	}

	@Test
	void trainingSaysWhenOnlyPartOfTheRangeIsFilled() {
		assertEquals(List.of(), ImageKindNotes.ofTraining(new ModelInfo.ImageKind(1, 9, 9, 9, 9, 20, 230), 8));
		assertTrue(ImageKindNotes.ofTraining(new ModelInfo.ImageKind(1, 9, 9, 9, 9, 0, 40), 8).get(0).contains("0 to 40"));
		assertTrue(ImageKindNotes.ofTraining(new ModelInfo.ImageKind(1, 9, 9, 9, 9, 7, 1020), 16).get(0).contains("10 bits"));
		assertEquals(List.of(), ImageKindNotes.ofTraining(new ModelInfo.ImageKind(1, 9, 9, 9, 9, 7, 60000), 16));
		assertEquals(List.of(), ImageKindNotes.ofTraining(new ModelInfo.ImageKind(1, 9, 9, 9, 9, 0, 1), 32));
	}

	private static void check(final ImageKindNotes notes, final PlanarImage image, final String words) {
		final List<String> said = notes.about(image);
		assertEquals(1, said.size(), said.toString());
		assertTrue(said.get(0).contains(words), said.get(0));
		assertEquals(List.of(), notes.about(image));
	}

	private static ImageKindNotes notes(final ModelInfo.ImageKind kind) {
		return new ImageKindNotes(new ModelInfo.Preprocessing(64, kind.low(), kind.high(), 16, kind));
	}

	private static PlanarImage ramp(final int channels, final int width, final int height, final int max) {
		final float[][] planes = new float[channels][width * height];
		for (int c = 0; c < channels; c++)
			for (int i = 0; i < planes[c].length; i++)
				planes[c][i] = (int) ((long) max * ((i + c) % planes[c].length) / (planes[c].length - 1));
		return PlanarImage.of("ramp", width, height, 16, planes);
	}
}
