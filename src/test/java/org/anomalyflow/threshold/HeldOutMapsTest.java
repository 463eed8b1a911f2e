package org.anomalyflow.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Random;

import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

/** Pixel thresholds and display ranges from the heatmaps of good images. */
class HeldOutMapsTest {

	private static final BigDecimal FIVE_PERCENT = new BigDecimal("0.05");

	@Test
	void thresholdIsThatOfTheMaxima() {
		final HeldOutMaps maps = new HeldOutMaps();
		for (int i = 1; i <= 39; i++)
			maps.add(new float[] { -1, i, 0, 0.5f });
		final Threshold threshold = maps.pixelThreshold(FIVE_PERCENT);
		assertEquals(Math.nextUp(38f), threshold.value());
		assertEquals(39, threshold.images());
		final DisplayRange range = maps.displayRange(threshold);
		assertEquals(0, range.low());
		assertEquals(0.8, range.normalise(threshold.value()), 1e-6);
	}

	/** Pixels of one image share an offset, so they are far from independent; the promise is for images all the same. */
	@Test
	void newGoodImagesKeepTheRate() {
		final Random random = new Random(2);
		final int draws = 4000;
		int alarmed = 0;
		for (int draw = 0; draw < draws; draw++) {
			final HeldOutMaps maps = new HeldOutMaps();
			for (int i = 0; i < 19; i++)
				maps.add(goodMap(random));
			final Threshold threshold = maps.pixelThreshold(FIVE_PERCENT);
			boolean any = false;
			for (final float score : goodMap(random))
				any |= threshold.alarms(score);
			alarmed += any ? 1 : 0;
		}
		// Exactly 1/20 without ties; four standard errors.
		assertEquals(0.05, (double) alarmed / draws, 4 * Math.sqrt(0.05 * 0.95 / draws));
	}

	private static float[] goodMap(final Random random) {
		final double offset = random.nextGaussian();
		final float[] map = new float[20];
		for (int i = 0; i < map.length; i++)
			map[i] = (float) (offset + random.nextGaussian());
		return map;
	}

	@Test
	void rangesAreMonotoneAndClipped() {
		final DisplayRange range = new DisplayRange(-2, 2);
		assertEquals(0, range.normalise(Float.NEGATIVE_INFINITY));
		assertEquals(0, range.normalise(-2));
		assertEquals(0.25f, range.normalise(-1));
		assertEquals(1, range.normalise(2));
		assertEquals(1, range.normalise(Float.POSITIVE_INFINITY));
		assertTrue(Float.isNaN(range.normalise(Float.NaN)));
		assertEquals(0.5f, new DisplayRange(-Float.MAX_VALUE, Float.MAX_VALUE).normalise(0));
	}

	@Test
	void rangesExistForEqualScoresToo() {
		assertEquals(new DisplayRange(3, Math.nextUp(3f)), DisplayRange.around(3, 3));
		assertEquals(1, DisplayRange.around(3, 1).low());
		assertEquals(Float.MAX_VALUE, DisplayRange.around(0, Float.MAX_VALUE).high());
	}

	@Test
	void wrongInputIsNamed() {
		final HeldOutMaps maps = new HeldOutMaps();
		assertThrows(InvalidParameterException.class, () -> maps.pixelThreshold(FIVE_PERCENT));
		assertThrows(InvalidParameterException.class, () -> maps.displayRange(Threshold.manual(1)));
		assertThrows(InvalidParameterException.class, () -> maps.add(new float[0]));
		assertThrows(InvalidParameterException.class, () -> maps.add(new float[] { 1, Float.NaN }));
		assertThrows(InvalidParameterException.class, () -> maps.add(new float[] { 1, Float.NEGATIVE_INFINITY }));
		assertEquals(0, maps.images());
		assertThrows(InvalidParameterException.class, () -> new DisplayRange(1, 1));
		assertThrows(InvalidParameterException.class, () -> DisplayRange.around(0, Float.POSITIVE_INFINITY));
	}
}
