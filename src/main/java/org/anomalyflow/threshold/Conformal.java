package org.anomalyflow.threshold;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

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
	 * The threshold at which at most {@code rate} of new good images raise an alarm. Where there are too few images for
	 * that, the threshold is {@link TailEstimate estimated}, at least the largest score, and promises 1 / (n + 1).
	 *
	 * @param goodScores scores of good images that the training has not seen, at least one, in any order; not changed
	 * @param rate the false-alarm rate, at least 1e-9 and below 1
	 * @throws InvalidParameterException if there is no score, one is not finite, or the rate is out of its range
	 */
	public static Threshold threshold(final float[] goodScores, final BigDecimal rate) {
		final float[] ascending = sortedFinite(goodScores);
		final int n = ascending.length;
		final int k = rank(n, rate);
		final int promised = Math.min(k, n);
		final double guaranteed = (n + 1.0 - promised) / (n + 1.0);
		final float value = k <= n ? ascending[k - 1] : estimate(ascending, rate.doubleValue());
		final ThresholdMethod method = k <= n ? ThresholdMethod.CONFORMAL : ThresholdMethod.ESTIMATED;
		return Threshold.promised(Math.nextUp(value), method, rate, guaranteed, n);
	}

	/**
	 * The estimated quantile. Scores in [-1, 0) are minus likelihoods, -exp(-energy), as DANFlow's: their tail is that of
	 * the energies. Extrapolated as they are, they would give thresholds above 0, which no score reaches.
	 */
	private static float estimate(final float[] ascending, final double rate) {
		final float largest = ascending[ascending.length - 1];
		if (ascending[0] < -1 || largest >= 0)
			return TailEstimate.quantile(ascending, rate);
		final float[] energies = new float[ascending.length];
		for (int i = 0; i < energies.length; i++)
			energies[i] = (float) -Math.log(-(double) ascending[i]);
		final double score = -Math.exp(-(double) TailEstimate.quantile(energies, rate));
		return Math.max(largest, (float) Math.min(score, -Float.MIN_NORMAL));
	}

	private static float[] sortedFinite(final float[] goodScores) {
		if (goodScores.length == 0)
			throw new InvalidParameterException("good_images", "0 images held out",
				"a threshold needs at least one good image that the training has not seen");
		final float[] ascending = goodScores.clone();
		for (final float score : ascending)
			if (!Float.isFinite(score))
				throw new InvalidParameterException("good_images", "score " + score,
					"all scores must be finite numbers; train again with a smaller learning rate or in float32");
		Arrays.sort(ascending);
		return ascending;
	}

	static void checkRate(final BigDecimal rate) {
		if (rate == null || rate.compareTo(SMALLEST_RATE) < 0 || rate.compareTo(BigDecimal.ONE) >= 0)
			throw new InvalidParameterException("false_alarm_rate", rate, "at least " + SMALLEST_RATE +
				" and below 1; try 0.01");
	}
}
