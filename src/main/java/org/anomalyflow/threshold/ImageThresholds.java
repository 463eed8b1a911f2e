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

	private static final BigDecimal REVIEW_FACTOR = new BigDecimal("5");
	private static final BigDecimal LARGEST_REVIEW_RATE = new BigDecimal("0.5");

	/** @throws InvalidParameterException if the lower threshold is above the upper one */
	public ImageThresholds {
		if (reviewFrom.value() > imageThreshold.value())
			throw new InvalidParameterException("review_from", reviewFrom.value(), "at most image_threshold=" +
				imageThreshold.value());
	}

	/**
	 * Thresholds from held-out good images: rejected by mistake are at most {@code rate} of new good images; reviewed or
	 * rejected are at most five times as many, but not more than half of them. Five, so that with the usual 1 % a person
	 * sees one good image in twenty, which is affordable, and so that some twenty held-out images, few enough for most
	 * data sets, already promise this lower threshold.
	 *
	 * @param goodScores scores of good images that the training has not seen, at least one
	 * @param rate the false-alarm rate of the upper threshold, at least 1e-9 and below 1
	 * @throws InvalidParameterException as {@link Conformal#threshold}
	 */
	public static ImageThresholds ofGoodScores(final float[] goodScores, final BigDecimal rate) {
		Conformal.checkRate(rate);
		final BigDecimal reviewRate = rate.max(rate.multiply(REVIEW_FACTOR).min(LARGEST_REVIEW_RATE));
		return new ImageThresholds(Conformal.threshold(goodScores, reviewRate), Conformal.threshold(goodScores, rate));
	}

	/** One threshold, so that every image passes or is rejected. */
	public static ImageThresholds single(final Threshold threshold) {
		return new ImageThresholds(threshold, threshold);
	}

	/**
	 * These thresholds with another upper one; the lower one follows if it would otherwise be above or is not set.
	 */
	public ImageThresholds withImageThreshold(final Threshold threshold) {
		return new ImageThresholds(reviewFrom.isSet() && reviewFrom.value() <= threshold.value() ? reviewFrom : threshold,
			threshold);
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
