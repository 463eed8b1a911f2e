package org.anomalyflow.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.List;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;

import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.Test;

/** Rectangles of slices are those of the whole slice, for every kind of image. */
class SlicePixelsTest {

	private static final int WIDTH = 31;
	private static final int HEIGHT = 23;

	private static List<ImagePlus> kinds() {
		final ImagePlus lut = IJ.createImage("lut", "8-bit ramp", WIDTH, HEIGHT, 1);
		lut.setLut(LUT.createLutFromColor(Color.ORANGE));
		final ImagePlus inverted = IJ.createImage("inverted", "8-bit ramp", WIDTH, HEIGHT, 1);
		inverted.getProcessor().invertLut();
		final ImagePlus shown = IJ.createImage("16", "16-bit ramp", WIDTH, HEIGHT, 2);
		shown.setDisplayRange(100, 200);
		final ImagePlus composite = new CompositeImage(IJ.createHyperStack("c", WIDTH, HEIGHT, 3, 2, 1, 16), IJ.COMPOSITE);
		for (int i = 1; i <= composite.getStackSize(); i++) {
			final ImageProcessor processor = composite.getStack().getProcessor(i);
			for (int k = 0; k < processor.getPixelCount(); k++)
				processor.set(k, 300 * i + 7 * k);
		}
		return List.of(IJ.createImage("8", "8-bit ramp", WIDTH, HEIGHT, 1), lut, inverted, shown, composite,
			IJ.createImage("32", "32-bit ramp", WIDTH, HEIGHT, 1), IJ.createImage("rgb", "RGB ramp", WIDTH, HEIGHT, 1));
	}

	@Test
	void rectanglesAreThoseOfTheWhole() {
		for (final ImagePlus image : kinds()) {
			final ImageSlices slices = ImageSlices.of(image);
			for (int number = 1; number <= slices.count(); number++) {
				final SlicePixels pixels = slices.pixels(number);
				final PlanarImage whole = slices.get(number).image();
				assertEquals(whole, pixels.all());
				assertEquals(whole, pixels.region(0, 0, WIDTH, HEIGHT));
				assertEquals(whole.crop(5, 7, 9, 11), pixels.region(5, 7, 9, 11));
				assertEquals(whole.crop(WIDTH - 4, HEIGHT - 3, 4, 3), pixels.region(WIDTH - 4, HEIGHT - 3, 4, 3));
				assertEquals(whole, pixels.all(), "rectangles leave no trace");
				assertEquals(Fingerprint.of(whole), Fingerprint.of(pixels));
			}
		}
	}

	@Test
	void beyondTheBorderTheImageIsMirrored() {
		for (final ImagePlus image : kinds()) {
			final PlanarImage whole = ImageSlices.of(image).get(1).image();
			final PlanarImage mirrored = ImageSlices.of(image).pixels(1).region(0, 3, 2 * WIDTH + 5, HEIGHT);
			assertEquals(2 * WIDTH + 5, mirrored.width());
			assertEquals(HEIGHT, mirrored.height());
			assertEquals(whole.value(0, WIDTH - 1, 3), mirrored.value(0, WIDTH, 0));
			assertEquals(whole.value(0, 0, 5), mirrored.value(0, 2 * WIDTH - 1, 2));
			assertEquals(whole.value(0, 0, 5), mirrored.value(0, 2 * WIDTH, 2));
			assertEquals(whole.value(0, 8, HEIGHT - 1), mirrored.value(0, 8, HEIGHT - 3), "20 rows are there");
		}
	}

	@Test
	void samplesAreSpreadOverTheImage() {
		for (final ImagePlus image : kinds()) {
			final PlanarImage whole = ImageSlices.of(image).get(1).image();
			final PlanarImage sample = ImageSlices.of(image).pixels(1).sample(100);
			assertTrue(sample.width() * sample.height() <= 110, sample.toString());
			assertEquals(whole.channels(), sample.channels());
			assertEquals(whole.value(0, 6, 9), sample.value(0, 2, 3), "every third");
			assertEquals(whole, ImageSlices.of(image).pixels(1).sample(WIDTH * HEIGHT));
		}
	}

	@Test
	void valuesThatCannotBeJudgedAreNamedByTheirPlaceInTheImage() {
		final float[] values = new float[WIDTH * HEIGHT];
		values[10 * WIDTH + 20] = Float.NaN;
		final SlicePixels pixels = ImageSlices.of(new ImagePlus("nan", new FloatProcessor(WIDTH, HEIGHT, values))).pixels(1);
		final String message = assertThrows(AnomalyFlowException.class, () -> pixels.region(15, 5, 10, 10)).getMessage();
		assertTrue(message.contains("x=20, y=10"), message);
		assertFalse(Float.isNaN(pixels.region(0, 0, 20, 20).value(0, 0, 0)), "elsewhere nothing is wrong");
	}
}
