package org.anomalyflow.threshold;

import java.math.BigDecimal;

import org.anomalyflow.util.InvalidParameterException;

/**
 * The two thresholds of an inspection system: below {@code reviewFrom} an image passes, from {@code imageThreshold} on it
 * is rejected, between them a person reviews it. Equal thresholds leave nothing to review.
 *
 * @param reviewFrom the lower one
 * @param imageThreshold the upper one
 */
public record ImageThresholds(Threshold reviewFrom, Threshold imageThreshold) {

	/** The false-alarm rate unless the user asks for another; see docs/thresholds.md for the evidence. */
	public static final String DEFAULT_RATE = "0.02";

	private static final BigDecimal REVIEW_FACTOR = new BigDecimal("5");
	private static final BigDecimal LARGEST_REVIEW_RATE = new BigDecimal("0.5");

	/** @throws InvalidParameterException if the lower threshold is above the upper one */
	public ImageThresholds {
		if (reviewFrom.value() > imageThreshold.value())
			throw new InvalidParameterException("review_from", reviewFrom.value(), "at most image_threshold=" + imageThreshold.value());
	}

	/**
	 * Thresholds from good images: rejected by mistake are at most {@code rate} of new good images, as
	 * {@link GoodScores#threshold} has it; reviewed or rejected are at most five times as many, but not more than half of
	 * them. Five, so that a person sees a good image in ten with the usual rate, which is affordable.
	 * <p>
	 * Where there are too few images for the rate and the upper threshold is estimated, review begins at the largest of
	 * their scores (or at the largest below the estimate, if an outlier lies above it): what no good image has reached so far
	 * does not pass, and no model of the tail is needed for that.
	 *
	 * @param rate the false-alarm rate of the upper threshold, at least 1e-9 and below 1
	 * @throws InvalidParameterException if the rate is out of its range
	 */
	public static ImageThresholds of(final GoodScores scores, final BigDecimal rate) {
		Conformal.checkRate(rate);
		final Threshold reject = scores.threshold(rate);
		if (reject.method() == ThresholdMethod.NONE)
			return single(reject);
		if (reject.method() == ThresholdMethod.ESTIMATED)
			return new ImageThresholds(scores.largestUpTo(reject), reject);
		return new ImageThresholds(scores.threshold(reviewRate(rate)), reject);
	}

	private static BigDecimal reviewRate(final BigDecimal rate) {
		return rate.max(rate.multiply(REVIEW_FACTOR).min(LARGEST_REVIEW_RATE));
	}

	/**
	 * These thresholds where good images have more chances to reach them, such as one for each of many tiles: those that good
	 * images have set are set for a share of their rates, the others stay. The lower one is set for the usual multiple of the
	 * upper one's rate even where that has to be estimated, because what no good image has reached so far, many a tile of a
	 * good image will.
	 *
	 * @param scores of the good images behind these thresholds
	 * @param factor by how much rates are divided; 1 changes nothing
	 */
	public ImageThresholds spread(final GoodScores scores, final double factor) {
		if (factor == 1 || imageThreshold.requestedRate().isEmpty())
			return this;
		final BigDecimal rate = imageThreshold.requestedRate().get();
		final Threshold reject = scores.threshold(Conformal.share(rate, factor));
		if (reviewFrom.requestedRate().isEmpty())
			return reviewFrom.value() <= reject.value() ? new ImageThresholds(reviewFrom, reject) : single(reject);
		final Threshold review = scores.threshold(Conformal.share(reviewRate(rate), factor));
		return review.value() <= reject.value() ? new ImageThresholds(review, reject) : single(reject);
	}

	/**
	 * Reads a false-alarm rate.
	 *
	 * @param value a decimal number as text, so that it stays exact
	 * @throws InvalidParameterException if it is no number; its range is not checked
	 */
	public static BigDecimal rate(final String value) {
		try {
			return new BigDecimal(value.trim());
		}
		catch (final NumberFormatException e) {
			throw new InvalidParameterException("false_alarm_rate", value, "a number above 0 and below 1, for example " + DEFAULT_RATE);
		}
	}

	/** One threshold, so that every image passes or is rejected. */
	public static ImageThresholds single(final Threshold threshold) {
		return new ImageThresholds(threshold, threshold);
	}

	/**
	 * These thresholds with another upper one; the lower one follows if it would otherwise be above or is not set.
	 */
	public ImageThresholds withImageThreshold(final Threshold threshold) {
		return new ImageThresholds(reviewFrom.isSet() && reviewFrom.value() <= threshold.value() ? reviewFrom : threshold, threshold);
	}

	/**
	 * These thresholds with another lower one.
	 *
	 * @throws InvalidParameterException if it is above the upper one
	 */
	public ImageThresholds withReviewFrom(final Threshold threshold) {
		return new ImageThresholds(threshold, imageThreshold);
	}

	/**
	 * What to do with an image.
	 *
	 * @throws InvalidParameterException if the score is NaN: such an image must not pass
	 */
	public Decision decide(final float score) {
		if (Float.isNaN(score))
			throw new InvalidParameterException("score", score, "a number; the model or the image is damaged");
		if (imageThreshold.alarms(score))
			return Decision.REJECT;
		return reviewFrom.alarms(score) ? Decision.REVIEW : Decision.PASS;
	}
}
