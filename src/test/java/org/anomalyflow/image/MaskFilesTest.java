package org.anomalyflow.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileSaver;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;

import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Masks of every kind mean the same. */
class MaskFilesTest {

	@TempDir
	private Path folder;

	private boolean[] mask(final int type, final int... samples) throws IOException {
		final BufferedImage image = new BufferedImage(samples.length, 1, type);
		for (int x = 0; x < samples.length; x++)
			image.getRaster().setSample(x, 0, 0, samples[x]);
		final Path file = folder.resolve("mask.png");
		ImageIO.write(image, "png", file.toFile());
		final MaskFiles.Mask mask = MaskFiles.read(file);
		assertEquals(samples.length, mask.width());
		assertEquals(1, mask.height());
		return mask.pixels();
	}

	@Test
	void aboveHalfTheRangeIsAnomalous() throws IOException {
		assertArrayEquals(new boolean[] { false, false, true, true }, mask(BufferedImage.TYPE_BYTE_GRAY, 0, 127, 128, 255));
		assertArrayEquals(new boolean[] { false, true }, mask(BufferedImage.TYPE_BYTE_GRAY, 0, 1), "0/1 masks");
		assertArrayEquals(new boolean[] { false, false }, mask(BufferedImage.TYPE_BYTE_GRAY, 0, 0));
		assertArrayEquals(new boolean[] { false, true }, mask(BufferedImage.TYPE_BYTE_BINARY, 0, 1));
		assertArrayEquals(new boolean[] { false, false, true }, mask(BufferedImage.TYPE_USHORT_GRAY, 0, 32767, 32768));
		assertArrayEquals(new boolean[] { false, true }, mask(BufferedImage.TYPE_USHORT_GRAY, 0, 255));
	}

	@Test
	void coloursCountByTheirBrightestChannel() throws IOException {
		final BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_INT_RGB);
		image.setRGB(1, 0, 0x800000);
		final Path file = folder.resolve("voc.png");
		ImageIO.write(image, "png", file.toFile());
		assertArrayEquals(new boolean[] { false, true }, MaskFiles.read(file).pixels());
	}

	@Test
	void kindsOfDefectsCountAlike() throws IOException {
		final BufferedImage image = new BufferedImage(3, 1, BufferedImage.TYPE_BYTE_GRAY);
		image.getRaster().setSample(1, 0, 0, 1);
		image.getRaster().setSample(2, 0, 0, 7);
		final Path file = folder.resolve("kinds.png");
		ImageIO.write(image, "png", file.toFile());
		assertArrayEquals(new boolean[] { false, true, true }, MaskFiles.readNonZero(file).pixels());
	}

	@Test
	void othersAreRefused() {
		final Path negative = folder.resolve("negative.tif");
		new FileSaver(new ImagePlus("m", new FloatProcessor(2, 1, new float[] { -1, 1 }))).saveAsTiff(negative.toString());
		final String message = assertThrows(AnomalyFlowException.class, () -> MaskFiles.read(negative)).getMessage();
		assertTrue(message.contains("negative.tif") && message.contains("-1"), message);
		final ImageStack stack = new ImageStack(9, 9);
		stack.addSlice(new ByteProcessor(9, 9));
		stack.addSlice(new ByteProcessor(9, 9));
		final Path pages = folder.resolve("pages.tif");
		new FileSaver(new ImagePlus("m", stack)).saveAsTiffStack(pages.toString());
		assertThrows(AnomalyFlowException.class, () -> MaskFiles.read(pages));
	}
}
