package org.anomalyflow.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;

import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

class ImageThresholdsTest {

	@Test
	void reviewTakesFiveTimesTheRate() {
		final ImageThresholds thresholds = ImageThresholds.of(hundred(), new BigDecimal("0.01"));
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
		final ImageThresholds some = ImageThresholds.of(hundred(), new BigDecimal("0.2"));
		assertEquals(new BigDecimal("0.5"), some.reviewFrom().requestedRate().orElseThrow());
		final ImageThresholds most = ImageThresholds.of(hundred(), new BigDecimal("0.7"));
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

	/** Twenty images cannot give 1 %: what none of them has reached is for review, the estimate rejects. */
	@Test
	void reviewBeginsAtTheLargestScoreWhereRejectionIsEstimated() {
		final ImageThresholds thresholds = ImageThresholds.of(counting(20), new BigDecimal("0.01"));
		assertEquals(Math.nextUp(20f), thresholds.reviewFrom().value());
		assertEquals(ThresholdMethod.CONFORMAL, thresholds.reviewFrom().method());
		assertEquals(1 / 21.0, thresholds.reviewFrom().guaranteedRate().getAsDouble(), 1e-12);
		assertEquals(ThresholdMethod.ESTIMATED, thresholds.imageThreshold().method());
		assertEquals(Decision.REVIEW, thresholds.decide(Math.nextUp(20f)));
	}

	/** An estimate may be the largest score itself, which is then not counted among those above it. */
	@Test
	void equalScoresPromiseTheShareAboveAllOfThem() {
		final ImageThresholds thresholds = ImageThresholds
			.of(new GoodScores(new float[]{ 2, 2, 2, 2 }, ThresholdBasis.HELD_OUT, ScoreScale.REAL), new BigDecimal("0.01"));
		assertEquals(ThresholdMethod.ESTIMATED, thresholds.imageThreshold().method());
		assertEquals(Math.nextUp(2f), thresholds.imageThreshold().value());
		assertEquals(1 / 5.0, thresholds.imageThreshold().guaranteedRate().getAsDouble(), 1e-12);
		assertEquals(thresholds.imageThreshold().value(), thresholds.reviewFrom().value());
	}

	/** An outlier above the estimate does not raise the review threshold above it. */
	@Test
	void anOutlierDoesNotOpenTheGate() {
		final float[] scores = new float[20];
		for (int i = 0; i < 20; i++)
			scores[i] = i == 0 ? 1e6f : 10 + i;
		final ImageThresholds thresholds = ImageThresholds.of(new GoodScores(scores, ThresholdBasis.HELD_OUT, ScoreScale.ENERGY),
			new BigDecimal("0.01"));
		assertEquals(Math.nextUp(29f), thresholds.reviewFrom().value());
		assertTrue(thresholds.imageThreshold().value() < 60, thresholds.toString());
		assertEquals(2 / 21.0, thresholds.reviewFrom().guaranteedRate().getAsDouble(), 1e-12);
	}

	@Test
	void thresholdsOfTheTrainingPromiseNothing() {
		final ImageThresholds thresholds = ImageThresholds.of(new GoodScores(new float[]{ 1, 2 }, ThresholdBasis.TRAINING, ScoreScale.ENERGY),
			new BigDecimal("0.5"));
		assertEquals(ThresholdMethod.NONE, thresholds.imageThreshold().method());
		assertEquals(thresholds.imageThreshold(), thresholds.reviewFrom());
		assertEquals(Decision.PASS, thresholds.decide(2));
		assertEquals(Decision.REJECT, thresholds.decide(Math.nextUp(2f)));
	}

	private static GoodScores hundred() {
		return counting(100);
	}

	/** 1 to n. */
	private static GoodScores counting(final int n) {
		final float[] scores = new float[n];
		for (int i = 0; i < n; i++)
			scores[i] = n - i;
		return new GoodScores(scores, ThresholdBasis.HELD_OUT, ScoreScale.REAL);
	}
}
