package org.anomalyflow.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

class CalibrationDataTest {

	private static final BigDecimal RATE = new BigDecimal("0.25");

	/** Three images; the rule for area a and smoothing s has the largest score 100 s + a. */
	private static CalibrationData data() {
		final List<CalibrationData.RegionLevels> rules = new ArrayList<>();
		for (final double smoothing : new double[] { 0, 2 })
			for (final int area : new int[] { 1, 16 })
				rules.add(new CalibrationData.RegionLevels(area, smoothing, List.of(1f, 2f, (float) (100 * smoothing + area))));
		return new CalibrationData("held-out", "energy", 1, 1, List.of(1f, 2f, 3f), rules, List.of());
	}

	private static void assertRule(final double expected, final int minArea, final double smoothing) {
		assertEquals(Math.nextUp((float) expected), data().pixelThreshold(RATE, minArea, smoothing).value(), minArea + ", " +
			smoothing);
	}

	/** The stored rule itself, else one that more good images break: fewer pixels, or single ones without smoothing. */
	@Test
	void anUnknownRuleTakesTheNextStricterOne() {
		assertRule(2, 0, 0);
		assertRule(2, 1, 0);
		assertRule(2, 15, 0);
		assertRule(16, 16, 0);
		assertRule(16, 1000, 0);
		assertRule(201, 0, 2);
		assertRule(201, 1, 2);
		assertRule(216, 40, 2);
		assertRule(2, 40, 1.5);
		assertRule(2, 40, 3);
	}
}
