package org.anomalyflow.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

class RunningRanksTest {

	private static RunningRanks ranks(final float... good) {
		return new RunningRanks(new GoodScores(good, ThresholdBasis.CROSS_VALIDATION, ScoreScale.REAL));
	}

	/** By hand; ties count in full, and each score is compared with afterwards. */
	@Test
	void scoresAreComparedWithAllBefore() {
		final RunningRanks ranks = ranks(3, 1, 2);
		assertEquals(1 / 4.0, ranks.next(4));
		assertEquals(2 / 5.0, ranks.next(4));
		assertEquals(5 / 6.0, ranks.next(2));
		assertEquals(6 / 7.0, ranks.next(2));
		assertEquals(8 / 8.0, ranks.next(0));
		assertEquals(1 / 9.0, ranks.next(Float.POSITIVE_INFINITY));
	}

	/** One calibration, many images: the ranks are uniform all the same, unlike those among the calibration alone. */
	@Test
	void ranksAreUniformOverCalibrations() {
		final SplittableRandom random = new SplittableRandom(1);
		int small = 0;
		for (int draw = 0; draw < 2000; draw++) {
			final float[] good = new float[9];
			for (int i = 0; i < good.length; i++)
				good[i] = (float) random.nextGaussian();
			final RunningRanks ranks = ranks(good);
			double last = 1;
			for (int i = 0; i < 30; i++)
				last = ranks.next((float) random.nextGaussian());
			small += last <= 0.25 ? 1 : 0;
		}
		// the 39th score among 39: at most 9 of 39 places; four standard errors
		assertEquals(9 / 39.0, small / 2000.0, 4 * Math.sqrt(0.25 * 0.75 / 2000));
		assertTrue(small / 2000.0 <= 0.25 + 4 * Math.sqrt(0.25 * 0.75 / 2000));
	}
}
