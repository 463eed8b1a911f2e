package org.anomalyflow.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalDouble;

import org.anomalyflow.metric.LabelledScores;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class ThresholdTest {

	private static final BigDecimal ONE_PERCENT = new BigDecimal("0.01");

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
		final Threshold threshold = Conformal.threshold(scores, rate);
		assertTrue(Arrays.equals(before, scores), "the caller's array was changed");
		int alarms = 0;
		for (final float score : scores)
			alarms += threshold.alarms(score) ? 1 : 0;
		assertTrue(alarms <= threshold.guaranteedRate().getAsDouble() * (scores.length + 1) - 1 + 1e-9);
		assertEquals(threshold.method() == ThresholdMethod.CONFORMAL, threshold.guaranteedRate().getAsDouble() <= rate
			.doubleValue() + 1e-12);
		assertEquals(Optional.of(rate), threshold.requestedRate());
	}

	@Property(tries = 300)
	void lowerRatesHaveHigherThresholds(@ForAll @Size(min = 1, max = 60) final float[] scores,
		@ForAll @IntRange(min = 1, max = 9998) final int a, @ForAll @IntRange(min = 1, max = 9998) final int b)
	{
		final float lower = Conformal.threshold(scores, BigDecimal.valueOf(Math.max(a, b), 4)).value();
		final float higher = Conformal.threshold(scores, BigDecimal.valueOf(Math.min(a, b), 4)).value();
		assertTrue(lower <= higher, lower + " > " + higher);
	}

	/** Powers of two and whole numbers, so that float32 rounding does not enter. */
	@Test
	void estimateMovesAndScalesWithTheScores() {
		final float[] scores = { 1, 2, 3, 5, 8, 13, 21, 34, 55 };
		final float[] moved = new float[scores.length];
		for (int i = 0; i < scores.length; i++)
			moved[i] = 4 * scores[i] - 64;
		final float value = Conformal.threshold(scores, ONE_PERCENT).value();
		// Two roundings and two steps up, each of half a unit to one in the last place.
		assertEquals(4 * value - 64, Conformal.threshold(moved, ONE_PERCENT).value(), 4 * Math.ulp(4 * value));
	}

	/** n = 3: m = 2, u = 0, S = 3, T = 3 (sqrt(3 / (4 * 0.01)) - 1) = 22.98. */
	@Test
	void estimateByHand() {
		final float value = Conformal.threshold(new float[] { 2, 0, 1 }, ONE_PERCENT).value();
		assertEquals(3 * (Math.sqrt(75) - 1), value, 1e-5);
	}

	@Test
	void estimateWithoutSpreadIsTheLargestScore() {
		assertEquals(Math.nextUp(2f), Conformal.threshold(new float[] { 2 }, ONE_PERCENT).value());
		assertEquals(Math.nextUp(2f), Conformal.threshold(new float[] { 2, 2, 2 }, ONE_PERCENT).value());
		final float[] extreme = { -Float.MAX_VALUE, Float.MAX_VALUE / 2 };
		assertTrue(Float.isFinite(Conformal.threshold(extreme, ONE_PERCENT).value()));
	}

	/** Minus likelihoods, as DANFlow's scores, end at 0; a threshold beyond would never alarm. */
	@Test
	void estimatesForMinusLikelihoodsCanBeReached() {
		final float[] scores = { -0.9f, -0.7f, -0.5f, -0.4f, -0.3f, -0.2f, -0.1f, -0.05f };
		final Threshold estimated = Conformal.threshold(scores, ONE_PERCENT);
		assertTrue(estimated.value() >= -0.05f && estimated.value() < 0, estimated.toString());
		final Threshold nearZero = Conformal.threshold(new float[] { -0.5f, -1e-37f }, ONE_PERCENT);
		assertTrue(nearZero.value() < 0, nearZero.toString());
	}

	@Test
	void sentences() {
		final float[] scores = new float[30];
		for (int i = 0; i < 30; i++)
			scores[i] = i;
		final Threshold estimated = Conformal.threshold(scores, ONE_PERCENT);
		assertEquals(69, estimated.moreImagesNeeded());
		assertEquals("Alarm at 38.55 or more, estimated from the tail of 30 held-out good images: they " +
			"promise 3.23 % false alarms at most, not the 1 % asked for; 69 more would.", estimated.sentence());
		final Threshold conformal = Conformal.threshold(scores, new BigDecimal("0.1"));
		assertEquals(0, conformal.moreImagesNeeded());
		assertEquals("Alarm at 27 or more: at most 9.68 % of new good images reach it, promised by 30 held-out good " +
			"images.", conformal.sentence());
		assertEquals("Alarm at 0.5 or more, set by hand: no false-alarm rate is promised.", Threshold.manual(0.5f)
			.sentence());
	}

	@Test
	void bestF1() {
		final LabelledScores data = LabelledScores.of(new float[] { 0.1f, 0.2f, 0.7f, 0.3f }, new boolean[] { false, false,
			true, true });
		final Threshold threshold = Threshold.f1Optimal(data.metrics(), 4);
		assertEquals(0.3f, threshold.value());
		assertEquals("f1-optimal", threshold.method().label());
		assertEquals("Alarm at 0.3 or more, the best F1 on 4 labelled images: no false-alarm rate is promised.", threshold
			.sentence());
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
		for (final String rate : new String[] { "0", "-0.1", "1", "1.5", "1e-10" })
			assertThrows(InvalidParameterException.class, () -> Conformal.threshold(new float[9], new BigDecimal(rate)));
		assertThrows(InvalidParameterException.class, () -> Conformal.threshold(new float[9], null));
		assertThrows(InvalidParameterException.class, () -> Conformal.threshold(new float[0], ONE_PERCENT));
		assertThrows(InvalidParameterException.class, () -> Conformal.threshold(new float[] { 1, Float.NaN }, ONE_PERCENT));
		assertThrows(InvalidParameterException.class, () -> Threshold.manual(Float.NaN));
		assertThrows(InvalidParameterException.class, () -> new Threshold(1, ThresholdMethod.MANUAL, Optional.of(
			ONE_PERCENT), OptionalDouble.empty(), 0));
		assertThrows(InvalidParameterException.class, () -> new Threshold(1, ThresholdMethod.CONFORMAL, Optional.of(
			ONE_PERCENT), OptionalDouble.empty(), 0));
		assertFalse(Threshold.manual(1).alarms(Float.NaN));
	}
}
