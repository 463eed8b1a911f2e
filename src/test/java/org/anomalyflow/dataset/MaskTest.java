package org.anomalyflow.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import org.anomalyflow.image.ImageHeader;
import org.anomalyflow.image.Orientation;
import org.anomalyflow.util.AnomalyFlowException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaskTest {

	@TempDir
	Path folder;

	@Test
	void shadesOfEachBitDepth() throws IOException {
		check(gray(BufferedImage.TYPE_BYTE_GRAY, 0, 127, 128, 255), MaskRule.BY_VALUE, false, false, true, true);
		check(gray(BufferedImage.TYPE_USHORT_GRAY, 255, 32767, 32768, 65535), MaskRule.BY_VALUE, false, false, true, true);
		check(gray(BufferedImage.TYPE_BYTE_BINARY, 0, 1, 0, 1), MaskRule.BY_VALUE, false, true, false, true);
	}

	@Test
	void smallNumbersAreClasses() throws IOException {
		check(gray(BufferedImage.TYPE_BYTE_GRAY, 0, 1, 0, 1), MaskRule.BY_VALUE, false, true, false, true);
		check(gray(BufferedImage.TYPE_BYTE_GRAY, 0, 1, 0, 2), MaskRule.BY_VALUE, false, true, false, true);
	}

	@Test
	void nonZeroCountsEveryLabel() throws IOException {
		check(gray(BufferedImage.TYPE_BYTE_GRAY, 0, 1, 2, 255), MaskRule.NON_ZERO, false, true, true, true);
		check(gray(BufferedImage.TYPE_BYTE_BINARY, 0, 1, 0, 1), MaskRule.NON_ZERO, false, true, false, true);
	}

	@Test
	void paletteIsReadByColourOrByEntry() throws IOException {
		final byte[] levels = { 0, (byte) 255, 0, 60 };
		final BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(8, 4, levels, levels, levels));
		for (int i = 0; i < 4; i++)
			image.getRaster().setSample(i, 0, 0, i);
		check(image, MaskRule.BY_VALUE, false, true, false, false);
		check(image, MaskRule.NON_ZERO, false, true, true, true);
	}

	@Test
	void colourCountsAndTransparencyDoesNot() throws IOException {
		final BufferedImage image = new BufferedImage(4, 1, BufferedImage.TYPE_INT_ARGB);
		image.setRGB(0, 0, 4, 1, new int[]{ 0xFF000000, 0xFFFF0000, 0xFF0000FF, 0xFF101010 }, 0, 4);
		check(image, MaskRule.BY_VALUE, false, true, true, false);
	}

	/** Areas numbered 1, 2, 3 in a picture of 24 x 24 pixels; the number of pixels that are anomalous. */
	@ParameterizedTest
	@CsvSource({ "1, 2, 3", "1, 128, 255", "85, 170, 255", "38, 75, 113", "1, 2, 255", "100, 100, 200", "254, 254, 254" })
	void areasOfAnyNumbersAreClasses(final int first, final int second, final int third) throws IOException {
		for (final int type : new int[]{ BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_USHORT_GRAY }) {
			final BufferedImage image = new BufferedImage(24, 24, type);
			fill(image, 1, 1, 5, first);
			fill(image, 9, 9, 6, second);
			fill(image, 17, 2, 4, third);
			assertEquals(25 + 36 + 16, count(image, "png"));
		}
	}

	@Test
	void shadesAroundWhiteAreNoClasses() throws IOException {
		final BufferedImage image = new BufferedImage(24, 24, BufferedImage.TYPE_BYTE_GRAY);
		fill(image, 4, 4, 12, 64);
		fill(image, 5, 5, 10, 191);
		fill(image, 6, 6, 8, 255);
		assertEquals(100, count(image, "png"), "smoothed edges");
		final BufferedImage compressed = new BufferedImage(24, 24, BufferedImage.TYPE_BYTE_GRAY);
		fill(compressed, 0, 0, 24, 2);
		fill(compressed, 8, 8, 8, 253);
		compressed.getRaster().setSample(8, 8, 0, 255);
		assertEquals(64, count(compressed, "png"), "once compressed with loss");
		fill(image, 0, 0, 24, 0);
		fill(image, 8, 8, 8, 255);
		assertEquals(64, count(image, "jpg"), 4);
		fill(image, 0, 0, 24, 0);
		assertEquals(0, count(image, "jpg"));
	}

	@Test
	void colouredPalettesCountAllButBlack() throws IOException {
		final byte[] red = { 0, (byte) 128, 0, 64 };
		final byte[] green = { 0, 0, (byte) 128, 0 };
		final BufferedImage image = new BufferedImage(24, 24, BufferedImage.TYPE_BYTE_INDEXED,
			new IndexColorModel(8, 4, red, green, new byte[4]));
		fill(image, 2, 2, 3, 1);
		fill(image, 10, 10, 4, 2);
		fill(image, 18, 4, 2, 3);
		for (final String format : new String[]{ "png", "tif", "gif" })
			assertEquals(9 + 16 + 4, count(image, format), format);
		final byte[] white = { (byte) 255, 0 };
		final BufferedImage light = new BufferedImage(24, 24, BufferedImage.TYPE_BYTE_INDEXED,
			new IndexColorModel(8, 2, white, white, new byte[]{ (byte) 200, (byte) 255 }));
		fill(light, 3, 3, 5, 1);
		assertEquals(25, count(light, "png"), "nothing is black: the first entry is the background");
	}

	@Test
	void transparencyTellsWhereColoursDoNot() throws IOException {
		final BufferedImage image = new BufferedImage(24, 24, BufferedImage.TYPE_INT_ARGB);
		paint(image, 0, 24, 0x00FFFFFF);
		paint(image, 4, 6, 0xFFFFFFFF);
		assertEquals(36, count(image, "png"), "white on transparent white");
		paint(image, 0, 24, 0x00000000);
		paint(image, 4, 6, 0xFF000000);
		assertEquals(36, count(image, "png"), "black on transparent black");
		paint(image, 0, 24, 0xFF000000);
		paint(image, 4, 6, 0x00FFFFFF);
		assertEquals(36, count(image, "png"), "only what is white is transparent");
		paint(image, 0, 24, 0x00000000);
		paint(image, 4, 6, 0x00FFFFFF);
		assertEquals(36, count(image, "png"), "everything is transparent");
		paint(image, 0, 24, 0xFF000000);
		assertEquals(0, count(image, "png"));
	}

	@Test
	void masksOfTurnedPicturesAreTurnedWhereTheirSizeTells() {
		final ImageHeader turned = new ImageHeader(2, 3, Orientation.TURNED_RIGHT);
		final Mask stored = new Mask(3, 2, new boolean[]{ true, false, false, false, false, false });
		assertArrayEquals(new boolean[]{ false, true, false, false, false, false }, stored.upright(turned).anomalous());
		assertEquals(2, stored.upright(turned).width());
		final Mask drawn = new Mask(2, 3, new boolean[6]);
		assertSame(drawn, drawn.upright(turned));
		assertSame(stored, stored.upright(new ImageHeader(2, 3, Orientation.UPRIGHT)));
	}

	private static void fill(final BufferedImage image, final int x, final int y, final int side, final int value) {
		for (int i = 0; i < side * side; i++)
			image.getRaster().setSample(x + i % side, y + i / side, 0, value);
	}

	private static void paint(final BufferedImage image, final int start, final int side, final int argb) {
		for (int i = 0; i < side * side; i++)
			image.setRGB(start + i % side, start + i / side, argb);
	}

	private int count(final BufferedImage image, final String format) throws IOException {
		final Path file = folder.resolve("counted." + format);
		Files.deleteIfExists(file);
		assertTrue(ImageIO.write(image, format, file.toFile()));
		int count = 0;
		for (final boolean pixel : Mask.read(file, MaskRule.BY_VALUE).anomalous())
			if (pixel)
				count++;
		return count;
	}

	@Test
	void knowsWhetherItIsEmpty() {
		assertTrue(new Mask(2, 1, new boolean[2]).isEmpty());
		assertFalse(new Mask(2, 1, new boolean[]{ false, true }).isEmpty());
	}

	@Test
	void unreadableMaskIsNamed() throws IOException {
		final Path file = Files.writeString(folder.resolve("bad_mask.png"), "no image");
		final Exception failure = assertThrows(AnomalyFlowException.class, () -> Mask.read(file, MaskRule.BY_VALUE));
		assertTrue(failure.getMessage().contains(file.toString()), failure.getMessage());
		assertThrows(AnomalyFlowException.class, () -> Mask.read(folder.resolve("none.png"), MaskRule.BY_VALUE));
	}

	private static BufferedImage gray(final int type, final int... values) {
		final BufferedImage image = new BufferedImage(values.length, 1, type);
		image.getRaster().setPixels(0, 0, values.length, 1, values);
		return image;
	}

	private void check(final BufferedImage image, final MaskRule rule, final boolean... expected) throws IOException {
		for (final String format : new String[]{ "png", "tif" }) {
			final Path file = folder.resolve("mask." + format);
			assertTrue(ImageIO.write(image, format, file.toFile()));
			final Mask mask = Mask.read(file, rule);
			assertEquals(expected.length, mask.width());
			assertEquals(1, mask.height());
			assertArrayEquals(expected, mask.anomalous(), format);
		}
	}
}
