package org.anomalyflow.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DisplayRangeTest {

	private static final DisplayRange RANGE = new DisplayRange(1, 6);

	@Test
	void aRangeReachesThePixelThresholdInUse() {
		assertEquals(RANGE, RANGE.reaching(5, 6));
		assertEquals(new DisplayRange(1, 11), RANGE.reaching(9, 6), "with the threshold at four fifths, as in the model's own");
		assertEquals(RANGE, RANGE.reaching(Double.POSITIVE_INFINITY, Double.NaN), "thresholds that are not set");
		assertEquals(RANGE, RANGE.reaching(1e300, 6), "no number of an image");
	}

	@Test
	void theImageThresholdCountsWhereItIsOnTheSameScale() {
		assertEquals(new DisplayRange(1, 8.5f), RANGE.reaching(5, 8.5));
		assertEquals(RANGE, RANGE.reaching(5, 1000));
		assertEquals(RANGE, RANGE.reaching(5, -3));
	}
}
