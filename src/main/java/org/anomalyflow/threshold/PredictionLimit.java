package org.anomalyflow.threshold;

import java.util.Arrays;

import org.apache.commons.math3.distribution.TDistribution;

/**
 * Extends the upper tail of a few good scores beyond the largest of them, for rates that their number cannot give.
 * <p>
 * On a {@link ScoreScale} on which they are close to normal, let m and s be mean and standard deviation of n scores. A
 * further one exceeds
 *
 * <pre>
 * T = m + s sqrt(1 + 1/n) t,   t the upper a-quantile of Student's distribution with n - 1 degrees of freedom,
 * </pre>
 *
 * with probability a: the prediction limit of the normal distribution, which allows for m and s being estimated (Hahn and
 * Meeker, Statistical Intervals, 1991, section 4.8). All scores carry it, not a handful of the largest. Scores of real images
 * have heavier tails than a normal distribution, therefore T is taken for half of the rate asked for.
 * <p>
 * One image however odd, a defective part among the good ones, must not open the gate for all: the largest score counts
 * for no more than the limit L that the others alone have for a thousandth, or for a tenth of the rate where that is less,
 * and T is never above L. So one score moves T at most to L.
 */
final class PredictionLimit {

	/** Fewer other scores tell nothing about the largest one. */
	private static final int FEWEST_OTHERS = 4;
	private static final double OUTLIER_RATE = 1e-3;
	private static final double OUTLIER_SHARE = 0.1;
	private static final double CAUTION = 0.5;

	private PredictionLimit() {}

	/**
	 * T, not less than the largest score unless that one is an outlier, then not less than the second largest.
	 *
	 * @param ascending finite scores, sorted, at least one
	 * @param rate share of new scores that may exceed T, above 0; half of it is used
	 * @param scale what values the scores take
	 */
	static float of(final float[] ascending, final double rate, final ScoreScale scale) {
		final int n = ascending.length;
		if (n == 1)
			return ascending[0];
		final double[] values = new double[n];
		for (int i = 0; i < n; i++)
			values[i] = scale.transform(ascending[i]);
		final double most = mostOfOthers(values, rate);
		values[n - 1] = Math.min(values[n - 1], most);
		final double limit = Math.max(values[n - 1], Math.min(limit(values, CAUTION * rate), most));
		// the way to the scale and back rounds, the scores themselves must stay below
		final float floor = values[n - 1] < most ? ascending[n - 1] : ascending[n - 2];
		return (float) Math.max(floor, Math.min(scale.restore(limit), Math.nextDown(Float.MAX_VALUE)));
	}

	/** Whether the largest score is beyond what the others let expect. */
	static boolean isOutlier(final float[] ascending, final double rate, final ScoreScale scale) {
		final double[] values = new double[ascending.length];
		for (int i = 0; i < values.length; i++)
			values[i] = scale.transform(ascending[i]);
		return values[values.length - 1] > mostOfOthers(values, rate);
	}

	private static double mostOfOthers(final double[] values, final double rate) {
		if (values.length - 1 < FEWEST_OTHERS)
			return Double.POSITIVE_INFINITY;
		final double[] others = Arrays.copyOf(values, values.length - 1);
		return Math.max(others[others.length - 1], limit(others, Math.min(OUTLIER_RATE, OUTLIER_SHARE * rate)));
	}

	private static double limit(final double[] values, final double rate) {
		final int n = values.length;
		final double mean = Arrays.stream(values).average().orElseThrow();
		final double variance = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum() / (n - 1);
		return mean - new TDistribution(n - 1.0).inverseCumulativeProbability(rate) * Math.sqrt(variance * (1 + 1.0 / n));
	}
}
