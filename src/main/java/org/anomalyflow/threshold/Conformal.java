package org.anomalyflow.threshold;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

import org.apache.commons.math3.distribution.BetaDistribution;

import org.anomalyflow.util.InvalidParameterException;

/**
 * Thresholds from good scores alone, with a promise that needs no assumption about their distribution.
 * <p>
 * Let T be the k-th smallest of the scores of n good images that the training has not seen, k = ceil((n + 1)(1 - a)).
 * If a new good image is exchangeable with them (taken the same way, in any order), its score exceeds T with probability
 * at most (n + 1 - k) / (n + 1) &lt;= a; ties only lower it. The probability is over the held-out images as well as the
 * new one: a single calibration may do somewhat worse, on average over calibrations the promise holds. (Vovk, Gammerman
 * and Shafer, Algorithmic Learning in a Random World, 2005; Bates et al., "Testing for outliers with conformal p-values",
 * Annals of Statistics 51, 2023.) k &gt; n means that n images cannot promise a; see {@link #imagesNeeded}.
 * {@link GoodScores} sets thresholds with it.
 * <p>
 * Rates are decimals: binary fractions put k one too high, for example in double at n = 249, a = 0.172.
 */
public final class Conformal {

	/** Smaller rates mean nothing in practice, and the images they need could not be counted in 32 bits. */
	private static final BigDecimal SMALLEST_RATE = new BigDecimal("1e-9");

	private Conformal() {}

	/**
	 * k = ceil((n + 1)(1 - rate)), computed exactly.
	 *
	 * @param n how many held-out scores there are, at least 0
	 * @param rate the false-alarm rate, at least 1e-9 and below 1
	 * @return 1 to n + 1; n + 1 means that n scores cannot promise the rate
	 * @throws InvalidParameterException if the rate is out of its range
	 */
	public static int rank(final int n, final BigDecimal rate) {
		checkRate(rate);
		final BigDecimal rank = BigDecimal.valueOf(n + 1L).multiply(BigDecimal.ONE.subtract(rate));
		return rank.setScale(0, RoundingMode.CEILING).intValueExact();
	}

	/**
	 * A part of a rate, not below the smallest one.
	 *
	 * @param factor by how much it is divided, 1 or more
	 */
	public static BigDecimal share(final BigDecimal rate, final double factor) {
		return rate.divide(BigDecimal.valueOf(factor), MathContext.DECIMAL32).max(SMALLEST_RATE);
	}

	/**
	 * The least n that can promise a rate: n &gt;= (1 - rate) / rate; 19 for 5 %, 99 for 1 %.
	 *
	 * @param rate the false-alarm rate, at least 1e-9 and below 1
	 * @throws InvalidParameterException if the rate is out of its range
	 */
	public static int imagesNeeded(final BigDecimal rate) {
		checkRate(rate);
		return BigDecimal.ONE.subtract(rate).divide(rate, 0, RoundingMode.CEILING).intValueExact();
	}

	/**
	 * The share of new good images that exceed the k-th smallest of n scores at most, on average over calibrations.
	 *
	 * @param n how many scores there are
	 * @param k which of them, 1 to n
	 * @return (n + 1 - k) / (n + 1)
	 */
	public static double rate(final int n, final int k) {
		return (n + 1.0 - k) / (n + 1.0);
	}

	/**
	 * The share of new good images that exceed the k-th smallest of n scores at most in a given share of all calibrations:
	 * a quantile of the distribution Beta(n + 1 - k, k) that the share of one calibration has for scores without ties (Vovk,
	 * "Conditional validity of inductive conformal predictors", Machine Learning 92, 2013). For k = n it is 1 - (1 -
	 * confidence)^(1/n).
	 *
	 * @param n how many scores there are
	 * @param k which of them, 1 to n
	 * @param confidence share of the calibrations, between 0 and 1; 0.9 for nine of ten
	 */
	public static double rate(final int n, final int k, final double confidence) {
		return new BetaDistribution(n + 1.0 - k, k).inverseCumulativeProbability(confidence);
	}

	static void checkRate(final BigDecimal rate) {
		if (rate == null || rate.compareTo(SMALLEST_RATE) < 0 || rate.compareTo(BigDecimal.ONE) >= 0)
			throw new InvalidParameterException("false_alarm_rate", rate,
				"at least " + SMALLEST_RATE + " and below 1; try " + ImageThresholds.DEFAULT_RATE);
	}
}
