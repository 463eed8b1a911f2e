package org.anomalyflow.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class VerdictTest {

	private static final ImageThresholds THRESHOLDS = new ImageThresholds(Threshold.manual(1), Threshold.manual(2));

	private static void assertVerdict(final Decision decision, final String reason, final float score, final boolean region,
		final boolean unlike)
	{
		assertEquals(new Verdict(decision, reason), Verdict.of(score, THRESHOLDS, region, unlike));
	}

	@Test
	void aPassedImageHasNoRegionAndIsOfItsKind() {
		assertVerdict(Decision.PASS, "", 0.5f, false, false);
		assertVerdict(Decision.REVIEW, "a region reaches the pixel threshold", 0.5f, true, false);
		assertVerdict(Decision.REVIEW, "unlike the training images", 0.5f, false, true);
		assertVerdict(Decision.REVIEW, "unlike the training images", 0.5f, true, true);
	}

	@Test
	void betweenTheThresholdsIsForReview() {
		assertVerdict(Decision.REVIEW, "the score reaches review_from", 1, false, false);
		assertVerdict(Decision.REVIEW, "unlike the training images", 1, false, true);
		assertEquals("no thresholds are set",
			Verdict.of(1, new ImageThresholds(Threshold.UNSET_REVIEW, Threshold.UNSET_UPPER), false, false).reason());
	}

	/** A defective part stays rejected, whatever the gate says; without a region the reason says why there is none. */
	@Test
	void rejectionWins() {
		assertVerdict(Decision.REJECT, "the score reaches image_threshold", 2, true, true);
		assertVerdict(Decision.REJECT, "the score reaches image_threshold; no region does: the difference is spread out, no place stands out",
			2, false, false);
	}
}
