package org.anomalyflow.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

import org.anomalyflow.metric.LabelledScores;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ThresholdTest {

	private static final BigDecimal ONE_PERCENT = new BigDecimal("0.01");

	private static Threshold threshold(final float[] scores, final BigDecimal rate) {
		return new GoodScores(scores, ThresholdBasis.HELD_OUT, ScoreScale.REAL).threshold(rate);
	}

	@Test
	void imagesNeeded() {
		assertEquals(19, Conformal.imagesNeeded(new BigDecimal("0.05")));
		assertEquals(99, Conformal.imagesNeeded(ONE_PERCENT));
		assertEquals(1, Conformal.imagesNeeded(new BigDecimal("0.5")));
		assertEquals(2, Conformal.imagesNeeded(new BigDecimal("0.4")));
		assertEquals(999999999, Conformal.imagesNeeded(new BigDecimal("1e-9")));
	}

	@Property
	void imagesNeededIsTheLeastThatPromises(@ForAll @IntRange(min = 1, max = 9999) final int tenThousandths) {
		final BigDecimal rate = BigDecimal.valueOf(tenThousandths, 4);
		final int n = Conformal.imagesNeeded(rate);
		assertTrue(Conformal.rank(n, rate) <= n);
		assertTrue(Conformal.rank(n - 1, rate) > n - 1);
	}

	@Property(tries = 300)
	void alarmsOnHeldOutScoresKeepTheRate(@ForAll @Size(min = 1, max = 60) final float[] scores,
		@ForAll @IntRange(min = 1, max = 99) final int hundredths)
	{
		final BigDecimal rate = BigDecimal.valueOf(hundredths, 2);
		final float[] before = scores.clone();
		final Threshold threshold = threshold(scores, rate);
		assertTrue(Arrays.equals(before, scores), "the caller's array was changed");
		int alarms = 0;
		for (final float score : scores)
			alarms += threshold.alarms(score) ? 1 : 0;
		assertTrue(alarms <= threshold.guaranteedRate().getAsDouble() * (scores.length + 1) - 1 + 1e-9);
		assertEquals(threshold.method() == ThresholdMethod.CONFORMAL, threshold.guaranteedRate().getAsDouble() <= rate.doubleValue() + 1e-12);
		assertEquals(Optional.of(rate), threshold.requestedRate());
	}

	/** Unless the largest score is an outlier: an estimate does not follow it, the order statistic of a higher rate may be it. */
	@Property(tries = 300)
	void lowerRatesHaveHigherThresholds(@ForAll @Size(min = 1, max = 60) final float[] scores,
		@ForAll @IntRange(min = 1, max = 9998) final int a, @ForAll @IntRange(min = 1, max = 9998) final int b)
	{
		Assume.that(!new GoodScores(scores, ThresholdBasis.HELD_OUT, ScoreScale.REAL).hasOutlier());
		final float lower = threshold(scores, BigDecimal.valueOf(Math.max(a, b), 4)).value();
		final float higher = threshold(scores, BigDecimal.valueOf(Math.min(a, b), 4)).value();
		assertTrue(lower <= higher, lower + " > " + higher);
	}

	/** Powers of two and whole numbers, so that float32 rounding does not enter. */
	@Test
	void estimateMovesAndScalesWithTheScores() {
		final float[] scores = { 1, 2, 3, 5, 8, 13, 21, 34, 40 };
		final float[] moved = new float[scores.length];
		for (int i = 0; i < scores.length; i++)
			moved[i] = 4 * scores[i] - 64;
		final float value = threshold(scores, ONE_PERCENT).value();
		// Two roundings and two steps up, each of half a unit to one in the last place.
		assertEquals(4 * value - 64, threshold(moved, ONE_PERCENT).value(), 4 * Math.ulp(4 * value));
	}

	/** n = 3: mean 1, deviation 1, t = 6.9646 (2 degrees of freedom, one side 1 %), T = 1 + 6.9646 sqrt(4 / 3), for 2 %. */
	@Test
	void estimateByHand() {
		final BigDecimal twoPercent = new BigDecimal("0.02");
		assertEquals(1 + 6.9646 * Math.sqrt(4.0 / 3), threshold(new float[]{ 2, 0, 1 }, twoPercent).value(), 1e-3);
		// On the logarithms of energies the same numbers are factors.
		final float[] energies = { (float) Math.exp(2), 1, (float) Math.E };
		assertEquals(1 + 6.9646 * Math.sqrt(4.0 / 3),
			Math.log(new GoodScores(energies, ThresholdBasis.HELD_OUT, ScoreScale.ENERGY).threshold(twoPercent).value()), 1e-3);
	}

	/** Whatever one image scores, it moves the threshold at most to where the others alone see one in a thousand. */
	@Test
	void oneOutlierMovesTheThresholdOnlySoFar() {
		final SplittableRandom random = new SplittableRandom(7);
		for (final int n : new int[]{ 8, 20, 40 }) {
			final float[] scores = new float[n];
			for (int i = 0; i < n; i++)
				scores[i] = (float) Math.exp(0.2 * random.nextGaussian());
			final float[] others = Arrays.copyOf(scores, n - 1);
			final float most = threshold(others, ScoreScale.ENERGY, new BigDecimal("0.002"));
			for (final float outlier : new float[]{ 10, 1e3f, 1e30f }) {
				scores[n - 1] = outlier;
				final float moved = threshold(scores, ScoreScale.ENERGY, new BigDecimal("0.01"));
				assertEquals(most, moved, most * 1e-3, n + " images");
				assertTrue(new GoodScores(scores, ThresholdBasis.HELD_OUT, ScoreScale.ENERGY).hasOutlier());
				if (n == 8) // where 5 % is estimated, too, the outlier reaches no less
					assertEquals(most, threshold(scores, ScoreScale.ENERGY, new BigDecimal("0.05")), most * 1e-3);
			}
			scores[n - 1] = 1;
			assertTrue(threshold(scores, ScoreScale.ENERGY, new BigDecimal("0.01")) < most);
		}
	}

	private static float threshold(final float[] scores, final ScoreScale scale, final BigDecimal rate) {
		return new GoodScores(scores, ThresholdBasis.HELD_OUT, scale).threshold(rate).value();
	}

	/** Three others cannot tell that a fourth score is odd, four others can. */
	@Test
	void fewScoresTellNoOutlier() {
		final float odd = 1e6f;
		assertTrue(threshold(new float[]{ 1, 1.1f, 0.9f, odd }, ScoreScale.ENERGY, ONE_PERCENT) > odd);
		assertTrue(threshold(new float[]{ 1, 1.1f, 0.9f, 1.05f, odd }, ScoreScale.ENERGY, ONE_PERCENT) < 10);
	}

	/** A score that reaches a threshold is rejected by it, and not for review. */
	@Test
	void reviewBeginsBelowTheScoresThatAreRejected() {
		final GoodScores scores = new GoodScores(new float[]{ 1, 2, 3 }, ThresholdBasis.HELD_OUT, ScoreScale.REAL);
		assertEquals(Math.nextUp(1f), scores.largestUpTo(Threshold.manual(2)).value());
		assertEquals(Math.nextUp(2f), scores.largestUpTo(Threshold.manual(Math.nextUp(2f))).value());
	}

	@Test
	void estimateWithoutSpreadIsTheLargestScore() {
		assertEquals(Math.nextUp(2f), threshold(new float[]{ 2 }, ONE_PERCENT).value());
		assertEquals(Math.nextUp(2f), threshold(new float[]{ 2, 2, 2 }, ONE_PERCENT).value());
		final float[] extreme = { -Float.MAX_VALUE, Float.MAX_VALUE / 2 };
		assertTrue(Float.isFinite(threshold(extreme, ONE_PERCENT).value()));
	}

	/** Minus likelihoods, as DANFlow's scores, end at 0; a threshold beyond would never alarm. */
	@Test
	void estimatesForMinusLikelihoodsCanBeReached() {
		final float[] scores = { -0.9f, -0.7f, -0.5f, -0.4f, -0.3f, -0.2f, -0.1f, -0.05f };
		final Threshold estimated = likelihoods(scores);
		assertTrue(estimated.value() >= -0.05f && estimated.value() < 0, estimated.toString());
		final Threshold nearZero = likelihoods(new float[]{ -0.5f, -1e-37f });
		assertTrue(nearZero.value() < 0, nearZero.toString());
	}

	private static Threshold likelihoods(final float[] scores) {
		return new GoodScores(scores, ThresholdBasis.HELD_OUT, ScoreScale.NEGATIVE_LIKELIHOOD).threshold(ONE_PERCENT);
	}

	@Test
	void sentences() {
		final float[] scores = new float[30];
		for (int i = 0; i < 30; i++)
			scores[i] = i;
		final Threshold estimated = threshold(scores, ONE_PERCENT);
		assertEquals(69, estimated.moreImagesNeeded(1));
		assertEquals(345, estimated.moreImagesNeeded(0.2));
		assertEquals(
			"Alarm at 39.17 or more, estimated for 1 % of new good images from 30 held-out good images. As many " +
				"alone promise on average at most 3.23 %, and in 9 of 10 such calibrations at most 7.39 %; 69 more good images would give the 1 %.",
			estimated.sentence(ThresholdBasis.HELD_OUT, 1));
		final Threshold conformal = threshold(scores, new BigDecimal("0.1"));
		assertEquals(0, conformal.moreImagesNeeded(1));
		assertEquals("Alarm at 27 or more: on average at most 9.68 % of new good images reach it, and in 9 of 10 such " +
			"calibrations at most 16.8 %, promised by 30 held-out good images.", conformal.sentence(ThresholdBasis.HELD_OUT, 1));
		final Threshold validated = new GoodScores(scores, ThresholdBasis.CROSS_VALIDATION, ScoreScale.REAL).threshold(new BigDecimal("0.1"));
		assertEquals(conformal.value(), validated.value());
		assertEquals(OptionalDouble.empty(), validated.guaranteedRate());
		assertTrue(validated.sentence(ThresholdBasis.CROSS_VALIDATION, 1).endsWith("not promised."), validated.toString());
		final Threshold nothing = new GoodScores(scores, ThresholdBasis.TRAINING, ScoreScale.REAL).threshold(ONE_PERCENT);
		assertEquals(ThresholdMethod.NONE, nothing.method());
		assertTrue(nothing.sentence(ThresholdBasis.TRAINING, 1).contains("nothing is promised"), nothing.toString());
		assertEquals("Alarm at 0.5 or more, set by hand: no false-alarm rate is promised.", sentence(Threshold.manual(0.5f)));
	}

	private static String sentence(final Threshold threshold) {
		return threshold.sentence(ThresholdBasis.HELD_OUT, 1);
	}

	/** The table of binomial confidence: the largest of n scores, on average and in 9 of 10 calibrations. */
	@Test
	void ratesOfOneCalibration() {
		final int[] n = { 10, 19, 30, 40, 59, 99 };
		final double[] average = { 0.091, 0.050, 0.032, 0.024, 0.017, 0.010 };
		final double[] sure = { 0.206, 0.114, 0.074, 0.056, 0.038, 0.023 };
		for (int i = 0; i < n.length; i++) {
			assertEquals(average[i], Conformal.rate(n[i], n[i]), 0.0006);
			assertEquals(sure[i], Conformal.rate(n[i], n[i], 0.9), 0.0006);
			assertEquals(1 - Math.pow(0.1, 1.0 / n[i]), Conformal.rate(n[i], n[i], 0.9), 1e-9);
		}
	}

	@Test
	void pValuesCountScoresAtLeastAsHigh() {
		final GoodScores scores = new GoodScores(new float[]{ 3, 1, 2, 3 }, ThresholdBasis.HELD_OUT, ScoreScale.REAL);
		assertEquals(1, scores.pValue(1));
		assertEquals(0.6, scores.pValue(3), 1e-12);
		assertEquals(0.2, scores.pValue(Math.nextUp(3f)), 1e-12);
		assertEquals(1, scores.pValue(Float.NEGATIVE_INFINITY));
	}

	@Test
	void bestF1() {
		final LabelledScores data = LabelledScores.of(new float[]{ 0.1f, 0.2f, 0.7f, 0.3f }, new boolean[]{ false, false, true, true });
		final Threshold threshold = Threshold.f1Optimal(data.metrics(), 4);
		assertEquals(0.3f, threshold.value());
		assertEquals("f1-optimal", threshold.method().label());
		assertEquals("Alarm at 0.3 or more, the best F1 on 4 labelled images: no false-alarm rate is promised.", sentence(threshold));
		final LabelledScores good = LabelledScores.of(new float[2], new boolean[2]);
		assertThrows(InvalidParameterException.class, () -> Threshold.f1Optimal(good.metrics(), 2));
	}

	@Test
	void methodsHaveNames() {
		for (final ThresholdMethod method : ThresholdMethod.values())
			assertEquals(method, ThresholdMethod.ofLabel(method.label()));
		assertThrows(InvalidParameterException.class, () -> ThresholdMethod.ofLabel("magic"));
	}

	@Test
	void wrongInputIsNamed() {
		for (final String rate : new String[]{ "0", "-0.1", "1", "1.5", "1e-10" })
			assertThrows(InvalidParameterException.class, () -> threshold(new float[9], new BigDecimal(rate)));
		assertThrows(InvalidParameterException.class, () -> threshold(new float[9], null));
		assertThrows(InvalidParameterException.class, () -> threshold(new float[0], ONE_PERCENT));
		assertThrows(InvalidParameterException.class, () -> threshold(new float[]{ 1, Float.NaN }, ONE_PERCENT));
		assertThrows(InvalidParameterException.class, () -> Threshold.manual(Float.NaN));
		assertThrows(InvalidParameterException.class,
			() -> new Threshold(1, ThresholdMethod.MANUAL, Optional.of(ONE_PERCENT), OptionalDouble.empty(), 0));
		assertThrows(InvalidParameterException.class,
			() -> new Threshold(1, ThresholdMethod.CONFORMAL, Optional.of(ONE_PERCENT), OptionalDouble.empty(), 0));
		assertFalse(Threshold.manual(1).alarms(Float.NaN));
	}
}
