package org.anomalyflow.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.threshold.ThresholdBasis;
import org.anomalyflow.threshold.ThresholdMethod;
import org.junit.jupiter.api.Test;

class CalibrationDataTest {

	private static final BigDecimal RATE = new BigDecimal("0.25");

	/** Three images; the rule for area a and smoothing s has the largest score 100 s + a. */
	private static CalibrationData data() {
		final List<CalibrationData.RegionLevels> rules = new ArrayList<>();
		for (final double smoothing : new double[]{ 0, 2 })
			for (final int area : new int[]{ 1, 16 })
				rules.add(new CalibrationData.RegionLevels(area, smoothing, List.of(1f, 2f, (float) (100 * smoothing + area))));
		return new CalibrationData("held-out", "energy", 1, 1, List.of(1f, 2f, 3f), rules, List.of());
	}

	private static void assertRule(final double expected, final int minArea, final double smoothing) {
		assertEquals(Math.nextUp((float) expected), data().pixelThreshold(RATE, minArea, smoothing).value(), minArea + ", " + smoothing);
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

	/** Scores of images may promise what those of heatmaps do not; that is told of each, and survives what is added later. */
	@Test
	void heatmapsMayPromiseLess() {
		final CalibrationData leftOut = new CalibrationData("leave-one-out", "energy", 3, 1, List.of(1f, 2f, 3f), data().regionLevels(),
			List.of());
		assertEquals(ThresholdBasis.LEAVE_ONE_OUT, leftOut.basisOfRegions());
		assertEquals(leftOut, leftOut.withRegionBasis(ThresholdBasis.LEAVE_ONE_OUT));
		final CalibrationData mixed = leftOut.withRegionBasis(ThresholdBasis.CROSS_VALIDATION).withTiles(4).withUnlikeness(List.of(1f));
		assertEquals(ThresholdBasis.CROSS_VALIDATION, mixed.basisOfRegions());
		final Threshold image = mixed.imageScores().threshold(RATE);
		final Threshold pixel = mixed.pixelThreshold(RATE, 1, 0);
		assertEquals(ThresholdMethod.CONFORMAL, image.method());
		assertEquals(ThresholdMethod.CROSS_VALIDATED, pixel.method());
		final ModelInfo.Calibration calibration = new ModelInfo.Calibration(ThresholdInfo.of(image), ThresholdInfo.of(image),
			ThresholdInfo.of(pixel), 0, 1, mixed);
		assertTrue(calibration.sentences().get(1).contains("promised by 3"), calibration.sentences().toString());
		assertTrue(calibration.sentences().get(2).contains("not promised"), calibration.sentences().toString());
	}
}
