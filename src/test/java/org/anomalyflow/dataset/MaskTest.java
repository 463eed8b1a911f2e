package org.anomalyflow.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskTest {

	@TempDir
	Path folder;

	@Test
	void halfRangeOfEachBitDepth() throws IOException {
		check(gray(BufferedImage.TYPE_BYTE_GRAY, 0, 127, 128, 255), MaskRule.HALF_RANGE, false, false, true, true);
		check(gray(BufferedImage.TYPE_USHORT_GRAY, 255, 32767, 32768, 65535), MaskRule.HALF_RANGE, false, false, true, true);
		check(gray(BufferedImage.TYPE_BYTE_BINARY, 0, 1, 0, 1), MaskRule.HALF_RANGE, false, true, false, true);
	}

	@Test
	void masksOfZeroAndOneUseTheirOwnRange() throws IOException {
		check(gray(BufferedImage.TYPE_BYTE_GRAY, 0, 1, 0, 1), MaskRule.HALF_RANGE, false, true, false, true);
		check(gray(BufferedImage.TYPE_BYTE_GRAY, 0, 1, 0, 2), MaskRule.HALF_RANGE, false, false, false, false);
	}

	@Test
	void nonZeroCountsEveryLabel() throws IOException {
		check(gray(BufferedImage.TYPE_BYTE_GRAY, 0, 1, 2, 255), MaskRule.NON_ZERO, false, true, true, true);
		check(gray(BufferedImage.TYPE_BYTE_BINARY, 0, 1, 0, 1), MaskRule.NON_ZERO, false, true, false, true);
	}

	@Test
	void paletteIsReadByColourOrByEntry() throws IOException {
		final byte[] levels = { 0, (byte) 255, 0, 60 };
		final BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 4, levels,
			levels, levels));
		for (int i = 0; i < 4; i++)
			image.getRaster().setSample(i, 0, 0, i);
		check(image, MaskRule.HALF_RANGE, false, true, false, false);
		check(image, MaskRule.NON_ZERO, false, true, true, true);
	}

	@Test
	void colourCountsAndTransparencyDoesNot() throws IOException {
		final BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_INT_ARGB);
		image.setRGB(0, 0, 4, 1, new int[] { 0xFF000000, 0xFFFF0000, 0xFF0000FF, 0xFF101010 }, 0, 4);
		check(image, MaskRule.HALF_RANGE, false, true, true, false);
	}

	@Test
	void knowsWhetherItIsEmpty() {
		assertTrue(new Mask(2, 1, new boolean[2]).isEmpty());
		assertFalse(new Mask(2, 1, new boolean[] { false, true }).isEmpty());
	}

	@Test
	void unreadableMaskIsNamed() throws IOException {
		final Path file = Files.writeString(folder.resolve("bad_mask.png"), "no image");
		final Exception failure = assertThrows(AnomalyFlowException.class, () -> Mask.read(file, MaskRule.HALF_RANGE));
		assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
		assertThrows(AnomalyFlowException.class, () -> Mask.read(folder.resolve("none.png"), MaskRule.HALF_RANGE));
	}

	private static BufferedImage gray(final int type, final int... values) {
		final BufferedImage image = new BufferedImage(values.length, 1, type);
		image.getRaster().setPixels(0, 0, values.length, 1, values);
		return image;
	}

	private void check(final BufferedImage image, final MaskRule rule, final boolean... expected) throws IOException {
		for (final String format : new String[] { "png", "tif" }) {
			final Path file = folder.resolve("mask." + format);
			assertTrue(ImageIO.write(image, format, file.toFile()));
			final Mask mask = Mask.read(file, rule);
			assertEquals(expected.length, mask.width());
			assertEquals(1, mask.height());
			assertArrayEquals(expected, mask.anomalous(), format);
		}
	}
}
