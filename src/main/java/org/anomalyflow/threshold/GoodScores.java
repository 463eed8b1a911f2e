package org.anomalyflow.threshold;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

import org.apache.commons.math3.distribution.BetaDistribution;

import org.anomalyflow.util.InvalidParameterException;

/**
 * Scores of good images, ascending, and where they come from: what thresholds are set with, and what a new score is
 * compared with afterwards.
 */
public final class GoodScores {

	private static final int DIGITS = 4;
	/** Of calibrations, how many the cautious p-value holds for; more would see drift late where there are a dozen scores. */
	private static final double SURE = 0.75;

	private final float[] ascending;
	private final ThresholdBasis basis;
	private final ScoreScale scale;

	/**
	 * @param scores at least one, in any order; one for each part, whatever number of views, slices or tiles it has; not
	 *          changed
	 * @param basis where they come from
	 * @param scale what values they take
	 * @throws InvalidParameterException if there is no score, or one is not finite
	 */
	public GoodScores(final float[] scores, final ThresholdBasis basis, final ScoreScale scale) {
		if (scores.length == 0)
			throw new InvalidParameterException("good_images", "0 images held out",
				"a threshold needs at least one good image that the training has not seen");
		for (final float score : scores)
			if (!Float.isFinite(score))
				throw new InvalidParameterException("good_images", "score " + score,
					"all scores must be finite numbers; train again with a smaller learning rate or in float32");
		ascending = scores.clone();
		Arrays.sort(ascending);
		this.basis = basis;
		this.scale = scale;
	}

	/** How many there are. */
	public int size() {
		return ascending.length;
	}

	/** A copy of the scores, ascending. */
	public float[] ascending() {
		return ascending.clone();
	}

	/** Where they come from. */
	public ThresholdBasis basis() {
		return basis;
	}

	/** What values they take. */
	public ScoreScale scale() {
		return scale;
	}

	/**
	 * The threshold at which about {@code rate} of new good images raise an alarm, at most if the basis
	 * {@link ThresholdBasis#promises() promises}: one float above the order statistic of {@link Conformal}. Where there are
	 * too few scores for that, it is {@link PredictionLimit estimated}. Scores of the training promise nothing; the largest
	 * of them is taken.
	 *
	 * @param rate the false-alarm rate, at least 1e-9 and below 1
	 * @throws InvalidParameterException if the rate is out of its range
	 */
	public Threshold threshold(final BigDecimal rate) {
		final int rank = Conformal.rank(ascending.length, rate);
		if (basis == ThresholdBasis.TRAINING)
			return Threshold.withoutPromise(Math.nextUp(ascending[ascending.length - 1]), ascending.length);
		if (rank <= ascending.length)
			return ofRank(rank, rate);
		final float limit = PredictionLimit.of(ascending, rate.doubleValue(), scale);
		return Threshold.rated(Math.nextUp(limit), ThresholdMethod.ESTIMATED, rate, promise(rankBelow(limit)), ascending.length);
	}

	/**
	 * The threshold at the largest score that is not above another threshold: the highest one that needs no model of the
	 * tail. The rate asked for is the one that it gives.
	 */
	Threshold largestUpTo(final Threshold upper) {
		final int rank = rankBelow(Math.nextDown(upper.value()));
		final BigDecimal rate = BigDecimal.valueOf(Conformal.rate(ascending.length, rank)).setScale(DIGITS, RoundingMode.UP);
		return ofRank(rank, rate);
	}

	/** How many scores are at most {@code value}, at least 1. */
	private int rankBelow(final float value) {
		int rank = ascending.length;
		while (rank > 1 && ascending[rank - 1] > value)
			rank--;
		return rank;
	}

	private Threshold ofRank(final int rank, final BigDecimal rate) {
		return Threshold.rated(Math.nextUp(ascending[rank - 1]), basis.method(), rate, promise(rank), ascending.length);
	}

	/** The promised rate of an order statistic; NaN if none is promised. */
	private double promise(final int rank) {
		return basis.promises() ? Conformal.rate(ascending.length, rank) : Double.NaN;
	}

	/**
	 * The share of new good images that score so high or higher at most, if they are like these: (1 + #{s_i &gt;= s}) / (n +
	 * 1), the conformal p-value (Vovk, Gammerman and Shafer, Algorithmic Learning in a Random World, 2005).
	 *
	 * @param score any number but NaN
	 * @return 1 / (n + 1) to 1
	 */
	public double pValue(final float score) {
		return (atLeast(score) + 1.0) / (ascending.length + 1.0);
	}

	/** How many scores are that high or higher. */
	public int atLeast(final float score) {
		int atLeast = 0;
		while (atLeast < ascending.length && ascending[ascending.length - 1 - atLeast] >= score)
			atLeast++;
		return atLeast;
	}

	/**
	 * A p-value that holds for one calibration and not only on average: as {@link #pValue}, but the upper 75 % limit of the
	 * share, a quantile of Beta(r, n + 1 - r), r = 1 + #{s_i &gt;= s} (Bates et al., Annals of Statistics 51, 2023, section 3).
	 *
	 * @param score any number but NaN
	 * @return above 0, at most 1
	 */
	public double cautiousPValue(final float score) {
		final long rank = Math.round(pValue(score) * (ascending.length + 1));
		return rank > ascending.length ? 1 : new BetaDistribution(rank, ascending.length + 1.0 - rank).inverseCumulativeProbability(SURE);
	}

	/** Whether one score is so far above all others that the image behind it may not be good. */
	public boolean hasOutlier() {
		return PredictionLimit.isOutlier(ascending, 1, scale);
	}
}
