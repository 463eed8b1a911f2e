package org.anomalyflow.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.ByteBuffer;
import java.util.zip.CRC32;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected numbers beside {@code Pillow} are what Pillow 13.0.0 gives for the same image. */
class IsometryTest {

	/** Pixels numbered from 1, row by row, so that each tells where it was. */
	private static PlanarImage numbered(final int width, final int height) {
		final float[] plane = new float[width * height];
		for (int i = 0; i < plane.length; i++)
			plane[i] = i + 1;
		return PlanarImage.of("numbered", width, height, 32, plane);
	}

	private static float[] moved(final int width, final int height, final Isometry motion) {
		return motion.apply(numbered(width, height), 0).plane(0);
	}

	private static Isometry turn(final double degrees) {
		return new Isometry(false, false, 0, 0, degrees);
	}

	@Test
	void mirroringExchangesColumnsAndRows() {
		assertArrayEquals(new float[]{ 3, 2, 1, 6, 5, 4 }, moved(3, 2, new Isometry(true, false, 0, 0, 0)));
		assertArrayEquals(new float[]{ 4, 5, 6, 1, 2, 3 }, moved(3, 2, new Isometry(false, true, 0, 0, 0)));
		assertArrayEquals(new float[]{ 6, 5, 4, 3, 2, 1 }, moved(3, 2, new Isometry(true, true, 0, 0, 0)));
	}

	@Test
	void shiftingFillsWhatItUncovers() {
		// Pillow: transform(AFFINE, (1, 0, -2, 0, 1, 1))
		assertArrayEquals(new float[]{ 0, 0, 6, 7, 8, 0, 0, 11, 12, 13, 0, 0, 16, 17, 18, 0, 0, 0, 0, 0 },
			moved(5, 4, new Isometry(false, false, 2, -1, 0)));
		assertArrayEquals(new float[]{ 2, 3, -7, 5, 6, -7 }, new Isometry(false, false, -1, 0, 0).apply(numbered(3, 2), -7).plane(0));
	}

	@Test
	void turningIsPillows() {
		assertArrayEquals(new float[]{ //
			0, 0, 4, 5, 14, 15, 16, 0, //
			2, 3, 4, 13, 14, 23, 23, 32, //
			2, 11, 11, 20, 21, 30, 31, 40, //
			9, 18, 19, 28, 29, 38, 38, 47, //
			17, 26, 26, 35, 36, 45, 46, 47, //
			0, 33, 34, 35, 44, 45, 0, 0 }, moved(8, 6, turn(27.5)));
		assertArrayEquals(new float[]{ //
			0, 0, 22, 15, 9, 2, 0, //
			36, 29, 23, 16, 10, 3, 0, //
			37, 30, 24, 24, 18, 11, 4, //
			45, 38, 32, 25, 18, 12, 5, //
			46, 39, 32, 26, 26, 20, 13, //
			0, 47, 40, 34, 27, 21, 14, //
			0, 48, 41, 35, 28, 0, 0 }, moved(7, 7, turn(-63.25)));
	}

	/** Checksums of all pixels as big-endian 32-bit integers, from Pillow. */
	@ParameterizedTest
	@CsvSource({ "64, 64, 33.7, 3056421186", "256, 256, -12.345678, 1706540803", "320, 384, 71.9, 3360636119" })
	void largeImagesTurnAsPillowsPixelForPixel(final int width, final int height, final double degrees, final long checksum) {
		final float[] turned = moved(width, height, turn(degrees));
		final ByteBuffer bytes = ByteBuffer.allocate(turned.length * Integer.BYTES);
		for (final float value : turned)
			bytes.putInt((int) value);
		final CRC32 crc = new CRC32();
		crc.update(bytes.array());
		assertEquals(checksum, crc.getValue());
	}

	@Test
	void mirroringComesBeforeShiftingBeforeTurning() {
		final PlanarImage image = numbered(31, 31);
		final PlanarImage oneByOne = turn(40)
			.apply(new Isometry(false, false, 3, -2, 0).apply(new Isometry(true, false, 0, 0, 0).apply(image, 0), 0), 0);
		assertEquals(oneByOne, new Isometry(true, false, 3, -2, 40).apply(image, 0));
	}

	@Test
	void allChannelsMoveAlike() {
		final float[] red = { 1, 2, 3, 4 };
		final float[] green = { 5, 6, 7, 8 };
		final float[] blue = { 9, 10, 11, 12 };
		final PlanarImage moved = new Isometry(true, false, 0, 0, 0).apply(PlanarImage.of("rgb", 2, 2, 8, red, green, blue), 0);
		assertEquals(PlanarImage.of("rgb", 2, 2, 8, new float[]{ 2, 1, 4, 3 }, new float[]{ 6, 5, 8, 7 }, new float[]{ 10, 9, 12, 11 }), moved);
	}

	@Test
	void nothingMovesNothing() {
		final PlanarImage image = numbered(5, 4);
		assertSame(image, Isometry.IDENTITY.apply(image, 0));
		assertEquals(image, turn(360).apply(image, 0));
	}
}
