package org.anomalyflow.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

class DriftMartingaleTest {

	private static final int FOLDER = 400;

	/** Ville's inequality for uniform p-values: 1 in 100 at most, here with three standard errors of 2000 folders. */
	@Test
	void uniformPValuesSeldomRaiseTheAlarm() {
		final SplittableRandom random = new SplittableRandom(1);
		int alarms = 0;
		for (int folder = 0; folder < 2000; folder++) {
			final DriftMartingale martingale = new DriftMartingale();
			boolean alarm = false;
			for (int i = 0; i < FOLDER && !alarm; i++)
				alarm = martingale.add(1 - random.nextDouble());
			alarms += alarm ? 1 : 0;
		}
		assertTrue(alarms <= 2000 * 0.01 + 3 * Math.sqrt(2000 * 0.01), alarms + " of 2000");
	}

	/** One calibration serves a whole folder: cautious p-values keep false reports rare whichever calibration it was. */
	@Test
	void calibrationsOfTwentyImagesSeldomReportDriftWhereThereIsNone() {
		for (final int n : new int[]{ 12, 20, 40 }) {
			final SplittableRandom random = new SplittableRandom(n);
			int alarms = 0;
			for (int folder = 0; folder < 150; folder++) {
				final GoodScores good = scores(random, n);
				final DriftMartingale martingale = new DriftMartingale();
				boolean alarm = false;
				for (int i = 0; i < FOLDER && !alarm; i++)
					alarm = martingale.add(good.cautiousPValue((float) Math.exp(random.nextGaussian())));
				alarms += alarm ? 1 : 0;
			}
			assertTrue(alarms <= 150 * 0.03, n + " images: " + alarms + " of 150");
		}
	}

	/** Scores that are shifted by two deviations from the 100th image on are reported within 50 images, and so far back. */
	@Test
	void driftIsReportedWithinFiftyImages() {
		for (final int n : new int[]{ 20, 40 }) {
			final SplittableRandom random = new SplittableRandom(n);
			int late = 0;
			for (int folder = 0; folder < 200; folder++) {
				final GoodScores good = scores(random, n);
				final DriftMartingale martingale = new DriftMartingale();
				int alarm = 0;
				for (int i = 1; i <= FOLDER && alarm == 0; i++)
					if (martingale.add(good.cautiousPValue((float) Math.exp(random.nextGaussian() + (i > 100 ? 3 : 0)))))
						alarm = i;
				late += alarm > 100 && alarm <= 150 ? 0 : 1;
				if (alarm > 100)
					assertTrue(martingale.lastImages() <= alarm - 85, martingale.lastImages() + " of " + alarm);
			}
			assertTrue(late <= 10, n + " images: " + late + " of 200 not within 50");
		}
	}

	@Test
	void startsWithOneAndNeverOverflows() {
		final DriftMartingale martingale = new DriftMartingale();
		assertEquals(1, martingale.capital());
		assertFalse(martingale.isAlarm());
		assertEquals(0, martingale.lastImages());
		for (int i = 0; i < 5000; i++)
			martingale.add(1e-9);
		assertTrue(Double.isFinite(martingale.capital()));
		assertTrue(martingale.isAlarm());
	}

	private static GoodScores scores(final SplittableRandom random, final int n) {
		final float[] scores = new float[n];
		for (int i = 0; i < n; i++)
			scores[i] = (float) Math.exp(random.nextGaussian());
		return new GoodScores(scores, ThresholdBasis.CROSS_VALIDATION, ScoreScale.ENERGY);
	}
}
