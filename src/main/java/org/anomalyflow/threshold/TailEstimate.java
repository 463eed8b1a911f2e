package org.anomalyflow.threshold;

/**
 * Extends the upper tail of a few good scores beyond the largest of them, for rates that their number cannot promise.
 * <p>
 * The m largest scores, m a quarter of them but at least five, are taken to exceed the next smaller one, u, by
 * exponentially distributed amounts: the middle case (shape 0) of the generalised Pareto tails that exceedances tend to
 * (Pickands, Annals of Statistics 3, 1975), and the one that fits with so few points (exponential-tail estimator: Breiman,
 * Stone and Kooperberg, J. Stat. Comput. Simul. 37, 1990). Negative log-likelihoods of a flow, sums of squares, have such
 * tails. Let S be the sum of the m exceedances of u. A new score exceeds u with probability (m + 1) / (n + 1), and then,
 * all m + 1 exceedances being exponential with the same unknown scale, exceeds u + c S with probability (1 + c)^-m
 * (predictive limit of the exponential distribution: Lawless, Technometrics 13, 1971). Solving for the rate a gives
 *
 * <pre>
 * T = u + S (((m + 1) / ((n + 1) a))^(1/m) - 1).
 * </pre>
 *
 * Unlike a plugged-in quantile this allows for the scale being estimated: for exponential tails the false-alarm rate is
 * exactly a at any n; lighter tails (Gaussian) give fewer alarms, heavier ones more. T moves and scales with the scores
 * and grows as the rate falls.
 */
final class TailEstimate {

	private static final int FEWEST_EXCEEDANCES = 5;
	private static final int SHARE_OF_SCORES = 4;

	private TailEstimate() {}

	/**
	 * T, not less than the largest score. With a single score, or with no spread in the tail, T is the largest score.
	 *
	 * @param ascending finite scores, sorted, at least one
	 * @param rate share of new scores that may exceed T, above 0, below 1 / (n + 1)
	 */
	static float quantile(final float[] ascending, final double rate) {
		final int n = ascending.length;
		final float largest = ascending[n - 1];
		if (n == 1)
			return largest;
		final int m = Math.min(n - 1, Math.max(FEWEST_EXCEEDANCES, n / SHARE_OF_SCORES));
		final double u = ascending[n - 1 - m];
		double sum = 0;
		for (int i = n - m; i < n; i++)
			sum += ascending[i] - u;
		// expm1 of the logarithm: the power is close to 1 when m is large.
		final double factor = Math.expm1(Math.log((m + 1) / ((n + 1) * rate)) / m);
		// Infinity, the step above the largest float, would mean "never".
		final double estimate = Math.min(u + sum * factor, Math.nextDown(Float.MAX_VALUE));
		return (float) Math.max(estimate, largest);
	}
}
