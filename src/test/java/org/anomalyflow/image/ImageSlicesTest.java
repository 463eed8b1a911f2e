package org.anomalyflow.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.util.Random;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;

import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.Test;

/** ImageJ images of every type become the numbers that the documentation promises. */
class ImageSlicesTest {

	@Test
	void contrastDoesNotMatter() {
		final ByteProcessor processor = new ByteProcessor(8, 8);
		processor.set(1, 0, 100);
		final ImagePlus image = new ImagePlus("gray", processor);
		image.setDisplayRange(50, 120);
		assertEquals(100, only(image).value(0, 1, 0));
		assertEquals(1, only(image).channels());
		final FloatProcessor floats = new FloatProcessor(8, 8);
		floats.setf(1, 0, 1234.5f);
		floats.setMinAndMax(0, 1);
		assertEquals(1234.5f, only(new ImagePlus("float", floats)).value(0, 1, 0));
	}

	@Test
	void tablesOfEightBitImagesDo() {
		final ByteProcessor processor = new ByteProcessor(8, 8);
		processor.set(1, 0, 100);
		processor.setLut(LUT.createLutFromColor(Color.RED));
		final PlanarImage red = only(new ImagePlus("red", processor));
		assertEquals(3, red.channels());
		assertEquals(100, red.value(0, 1, 0));
		assertEquals(0, red.value(1, 1, 0));
	}

	@Test
	void rgbIsTakenApart() {
		final ColorProcessor processor = new ColorProcessor(8, 8);
		processor.set(1, 0, 0x010203);
		final PlanarImage image = only(new ImagePlus("rgb", processor));
		assertEquals(1, image.value(0, 1, 0));
		assertEquals(2, image.value(1, 1, 0));
		assertEquals(3, image.value(2, 1, 0));
	}

	@Test
	void compositesOfRedGreenAndBlueKeepTheirValues() {
		for (final int bitDepth : new int[]{ 8, 16, 32 }) {
			final ImagePlus stack = IJ.createHyperStack("c", 16, 16, 3, 2, 1, bitDepth);
			final Random random = new Random(42);
			for (int i = 1; i <= 6; i++) {
				final ImageProcessor processor = stack.getStack().getProcessor(i);
				for (int p = 0; p < 256; p++)
					processor.setf(p, random.nextInt(256));
			}
			final CompositeImage composite = new CompositeImage(stack, IJ.COMPOSITE);
			final ImageSlices slices = ImageSlices.of(composite);
			assertEquals(2, slices.count());
			for (int z = 1; z <= 2; z++) {
				final ImageSlice slice = slices.get(z);
				assertEquals(bitDepth, slice.image().bitDepth());
				assertArrayEquals(new int[]{ 0, z, 1 }, new int[]{ slice.channel(), slice.slice(), slice.frame() });
				for (int c = 0; c < 3; c++)
					for (int p = 0; p < 256; p++)
						assertEquals(stack.getStack().getProcessor(3 * (z - 1) + c + 1).getf(p), slice.image().value(c, p % 16, p / 16));
			}
		}
	}

	@Test
	void whatACompositeShowsDoesNotMatter() {
		final CompositeImage composite = new CompositeImage(IJ.createHyperStack("c", 16, 16, 2, 1, 1, 16), IJ.COMPOSITE);
		composite.getStack().getProcessor(1).set(5, 3, 700);
		composite.getStack().getProcessor(2).set(5, 3, 900);
		final PlanarImage before = only(composite);
		composite.setPosition(1, 1, 1);
		composite.setDisplayRange(100, 120);
		composite.getActiveChannels()[1] = false;
		assertEquals(before, only(composite));
		assertEquals(700, before.value(0, 5, 3));
		assertEquals(900, before.value(1, 5, 3));
	}

	@Test
	void coloursThatOverlapShareTheRange() {
		final CompositeImage composite = new CompositeImage(IJ.createHyperStack("c", 16, 16, 2, 1, 1, 8), IJ.COMPOSITE);
		composite.setChannelLut(LUT.createLutFromColor(Color.WHITE), 1);
		composite.setChannelLut(LUT.createLutFromColor(Color.RED), 2);
		composite.getStack().getProcessor(1).set(5, 3, 200);
		composite.getStack().getProcessor(2).set(5, 3, 255);
		final PlanarImage mixed = only(composite);
		assertEquals(228, mixed.value(0, 5, 3), "half of both, rounded");
		assertEquals(200, mixed.value(1, 5, 3));
		assertEquals(200, mixed.value(2, 5, 3));
	}

	@Test
	void renderingKeepsThePositionOfTheImage() {
		final CompositeImage composite = new CompositeImage(IJ.createHyperStack("c", 16, 16, 2, 3, 2, 8), IJ.COMPOSITE);
		composite.setPosition(2, 2, 1);
		ImageSlices.of(composite).forEach(slice -> slice.image().width());
		assertEquals(2, composite.getC());
		assertEquals(2, composite.getZ());
		assertEquals(1, composite.getT());
	}

	@Test
	void channelsNotMergedAreSlicesOfTheirOwn() {
		final ImagePlus stack = IJ.createImage("c", "16-bit black", 16, 16, 12);
		stack.setDimensions(2, 2, 3);
		stack.setOpenAsHyperStack(true);
		stack.getStack().setSliceLabel("here\nmore", 12);
		stack.getStack().getProcessor(12).set(0, 777);
		for (final ImagePlus image : new ImagePlus[]{ stack, new CompositeImage(stack, IJ.GRAYSCALE) }) {
			final ImageSlices slices = ImageSlices.of(image);
			assertEquals(12, slices.count());
			final ImageSlice last = slices.get(12);
			assertEquals("here", last.label());
			assertArrayEquals(new int[]{ 2, 2, 3 }, new int[]{ last.channel(), last.slice(), last.frame() });
			assertEquals(777, last.image().value(0, 0, 0));
			int count = 0;
			for (final ImageSlice slice : slices)
				assertEquals(++count, slice.number());
			assertEquals(12, count);
		}
	}

	@Test
	void notFiniteIsRefusedWithItsPlace() {
		final ImagePlus stack = IJ.createImage("floats", "32-bit", 16, 16, 3);
		stack.getStack().getProcessor(2).setf(5, 7, Float.NaN);
		final ImageSlices slices = ImageSlices.of(stack);
		slices.get(1);
		final String message = assertThrows(AnomalyFlowException.class, () -> slices.get(2)).getMessage();
		assertTrue(message.contains("x=5, y=7 in slice 2") && message.contains("NaN"), message);
		stack.getStack().getProcessor(2).setf(5, 7, Float.NEGATIVE_INFINITY);
		assertThrows(AnomalyFlowException.class, () -> slices.get(2));
	}

	@Test
	void wrongImagesAreRefused() {
		assertThrows(AnomalyFlowException.class, () -> ImageSlices.of(null));
		assertThrows(AnomalyFlowException.class, () -> ImageSlices.of(new ImagePlus()));
		final ImageSlices slices = ImageSlices.of(new ImagePlus("one", new ByteProcessor(8, 8)));
		assertThrows(AnomalyFlowException.class, () -> slices.get(0));
		assertThrows(AnomalyFlowException.class, () -> slices.get(2));
	}

	private static PlanarImage only(final ImagePlus image) {
		final ImageSlices slices = ImageSlices.of(image);
		assertEquals(1, slices.count());
		return slices.get(1).image();
	}
}
