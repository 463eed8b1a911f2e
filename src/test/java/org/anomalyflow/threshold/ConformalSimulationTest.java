package org.anomalyflow.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

import org.junit.jupiter.api.Test;

/** Draws many calibrations, each with one new good image, and counts its false alarms. */
class ConformalSimulationTest {

	private static final int DRAWS = 40000;

	@Test
	void promiseIsKeptAndUsedUp() {
		// Without ties the rate is exactly (n + 1 - k) / (n + 1); four standard errors on either side.
		assertRate(0.05, 19, "0.05", SplittableRandom::nextDouble);
		assertRate(0.01, 99, "0.01", ConformalSimulationTest::heavyTailed);
		assertRate(0.1, 19, "0.1", random -> -Math.log1p(-random.nextDouble()));
		assertRate(4 / 41.0, 40, "0.1", random -> -heavyTailed(random));
	}

	@Test
	void heavyTiesOnlyLowerTheRate() {
		for (final int values : new int[]{ 1, 2, 5 }) {
			final double rate = falseAlarms(19, "0.05", random -> random.nextInt(values));
			assertTrue(rate <= 0.05 + 4 * standardError(0.05), values + " values: " + rate);
		}
		assertEquals(0, falseAlarms(19, "0.05", random -> 3));
	}

	/**
	 * The estimate gives half of the rate, as it is meant to, where the logarithms of the scores are normal, but for outliers
	 * being cut at one in a thousand, which adds a little at the smallest numbers; four standard errors on either side.
	 */
	@Test
	void estimateIsExactForLogNormalScores() {
		for (final int n : new int[]{ 2, 8, 20, 40 }) {
			final double rate = falseAlarms(n, "0.01", ScoreScale.ENERGY, random -> Math.exp(3 + 0.3 * random.nextGaussian()));
			assertEquals(0.005, rate, 4 * standardError(0.005) + (n == 8 ? 0.001 : 0), n + " images");
		}
	}

	/** Tails that fall faster, uniform ones here, raise the alarm less often than asked for. */
	@Test
	void estimateIsCautiousForLightTails() {
		for (final int n : new int[]{ 8, 30 }) {
			final double rate = falseAlarms(n, "0.01", SplittableRandom::nextDouble);
			assertTrue(rate <= 0.01, n + " images: " + rate);
		}
	}

	/** Even for heavy tails, the estimate is not below the second largest score, and rarely below the largest. */
	@Test
	void heavyTailsRaiseTheAlarmMoreOftenButNotFarMore() {
		for (final int n : new int[]{ 8, 30 }) {
			final double rate = falseAlarms(n, "0.01", ScoreScale.ENERGY, ConformalSimulationTest::heavyTailed);
			assertTrue(rate <= 2.0 / (n + 1), n + " images: " + rate);
		}
	}

	private static void assertRate(final double expected, final int n, final String rate,
		final ToDoubleFunction<SplittableRandom> distribution)
	{
		assertEquals(expected, falseAlarms(n, rate, distribution), 4 * standardError(expected), n + " images");
	}

	private static double falseAlarms(final int n, final String rate, final ToDoubleFunction<SplittableRandom> distribution) {
		return falseAlarms(n, rate, ScoreScale.REAL, distribution);
	}

	private static double falseAlarms(final int n, final String rate, final ScoreScale scale,
		final ToDoubleFunction<SplittableRandom> distribution)
	{
		final SplittableRandom random = new SplittableRandom(n);
		final BigDecimal exactRate = new BigDecimal(rate);
		final float[] scores = new float[n];
		int alarms = 0;
		for (int draw = 0; draw < DRAWS; draw++) {
			for (int i = 0; i < n; i++)
				scores[i] = (float) distribution.applyAsDouble(random);
			if (new GoodScores(scores, ThresholdBasis.HELD_OUT, scale).threshold(exactRate).alarms((float) distribution.applyAsDouble(random)))
				alarms++;
		}
		return (double) alarms / DRAWS;
	}

	private static double standardError(final double rate) {
		return Math.sqrt(rate * (1 - rate) / DRAWS);
	}

	private static double heavyTailed(final SplittableRandom random) {
		return 1 / (1 - random.nextDouble());
	}
}
