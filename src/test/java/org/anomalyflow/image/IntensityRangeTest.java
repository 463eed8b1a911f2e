package org.anomalyflow.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a few pixels have does not set the range. */
class IntensityRangeTest {

	private static final int SIDE = 100;

	@ParameterizedTest
	@ValueSource(ints = { 16, 32 })
	void hotAndDeadPixelsDoNotCount(final int bitDepth) {
		final float[] plane = noise(1000, 200);
		final IntensityRange clean = IntensityRange.filledBy(gray(bitDepth, plane));
		for (int i = 0; i < 8; i++) {
			plane[701 * i + 11] = 65535;
			plane[701 * i + 19] = 0;
		}
		final IntensityRange found = IntensityRange.filledBy(gray(bitDepth, plane));
		assertEquals(clean.min(), found.min(), 2, "the noise has steps of 1");
		assertEquals(clean.max(), found.max(), 2);
		assertEquals(1000, found.min(), 2);
		assertEquals(1199, found.max(), 2);
		assertEquals(IntensityRange.of(gray(bitDepth, plane)), found);
	}

	@ParameterizedTest
	@ValueSource(ints = { 16, 32 })
	void aThousandthOnEachSideIsLeftOut(final int bitDepth) {
		final float[] plane = new float[SIDE * SIDE];
		for (int i = 0; i < plane.length; i++)
			plane[i] = (i * 7919 + 13) % plane.length;
		assertEquals(new IntensityRange(10, 9989), IntensityRange.filledBy(gray(bitDepth, plane)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 8, 16, 32 })
	void nearlyConstantImagesTakeAllTheyHave(final int bitDepth) {
		final float[] plane = new float[SIDE * SIDE];
		plane[5] = 200;
		assertEquals(new IntensityRange(0, 200), IntensityRange.filledBy(gray(bitDepth, plane)));
	}

	@ParameterizedTest
	@ValueSource(ints = { 16, 32 })
	void everyChannelCounts(final int bitDepth) {
		final PlanarImage image = PlanarImage.of("rgb", SIDE, SIDE, bitDepth, noise(0, 100), noise(500, 100), noise(9000, 100));
		final IntensityRange found = IntensityRange.filledBy(image);
		assertEquals(0, found.min(), 1);
		assertEquals(9099, found.max(), 1);
		assertEquals(IntensityRange.EIGHT_BIT, IntensityRange.of(gray(8, new float[SIDE * SIDE])));
	}

	private static float[] noise(final int start, final int span) {
		final Random random = new Random(42);
		final float[] plane = new float[SIDE * SIDE];
		for (int i = 0; i < plane.length; i++)
			plane[i] = start + random.nextInt(span);
		return plane;
	}

	private static PlanarImage gray(final int bitDepth, final float[] plane) {
		return PlanarImage.of("gray", SIDE, SIDE, bitDepth, plane);
	}
}
