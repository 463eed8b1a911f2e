package org.anomalyflow.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;

import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

class ImageThresholdsTest {

	@Test
	void reviewTakesFiveTimesTheRate() {
		final ImageThresholds thresholds = ImageThresholds.ofGoodScores(hundred(), new BigDecimal("0.01"));
		assertEquals(Math.nextUp(96f), thresholds.reviewFrom().value()); // k = ceil(101 * 0.95)
		assertEquals(Math.nextUp(100f), thresholds.imageThreshold().value()); // k = ceil(101 * 0.99)
		assertEquals(Decision.PASS, thresholds.decide(96));
		assertEquals(Decision.REVIEW, thresholds.decide(Math.nextUp(96f)));
		assertEquals(Decision.REVIEW, thresholds.decide(100));
		assertEquals(Decision.REJECT, thresholds.decide(Math.nextUp(100f)));
		assertThrows(InvalidParameterException.class, () -> thresholds.decide(Float.NaN));
	}

	@Test
	void reviewTakesAtMostHalf() {
		final ImageThresholds some = ImageThresholds.ofGoodScores(hundred(), new BigDecimal("0.2"));
		assertEquals(new BigDecimal("0.5"), some.reviewFrom().requestedRate().orElseThrow());
		final ImageThresholds most = ImageThresholds.ofGoodScores(hundred(), new BigDecimal("0.7"));
		assertEquals(most.imageThreshold(), most.reviewFrom());
	}

	@Test
	void thresholdsKeepTheirOrder() {
		final ImageThresholds thresholds = new ImageThresholds(Threshold.manual(1), Threshold.manual(2));
		assertThrows(InvalidParameterException.class, () -> thresholds.withReviewFrom(Threshold.manual(3)));
		assertEquals(2, thresholds.withReviewFrom(Threshold.manual(2)).reviewFrom().value());
		assertEquals(1, thresholds.withImageThreshold(Threshold.manual(3)).reviewFrom().value());
		assertEquals(0, thresholds.withImageThreshold(Threshold.manual(0)).reviewFrom().value());
	}

	@Test
	void oneThresholdLeavesNothingToReview() {
		final ImageThresholds single = ImageThresholds.single(Threshold.manual(1));
		assertEquals(Decision.REJECT, single.decide(1));
		assertEquals(Decision.PASS, single.decide(Math.nextDown(1f)));
	}

	private static float[] hundred() {
		final float[] scores = new float[100];
		for (int i = 0; i < 100; i++)
			scores[i] = 100 - i;
		return scores;
	}
}
