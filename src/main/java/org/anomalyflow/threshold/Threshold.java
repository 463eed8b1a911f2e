package org.anomalyflow.threshold;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalDouble;

import org.anomalyflow.metric.RankingMetrics;
import org.anomalyflow.util.InvalidParameterException;

/**
 * A threshold and where it comes from: alarm when score &gt;= {@code value}.
 *
 * @param value in units of the score; not NaN; infinite if unset
 * @param method how it was found
 * @param requestedRate the false-alarm rate asked for, between 0 and 1; empty unless conformal or estimated
 * @param guaranteedRate the share of new good images that raise an alarm at most, between 0 and 1, if they are like the
 *          held-out ones; empty unless conformal or estimated, and above {@code requestedRate} if estimated
 * @param images how many images are behind it; 0 if manual or unset
 */
public record Threshold(float value, ThresholdMethod method, Optional<BigDecimal> requestedRate,
	OptionalDouble guaranteedRate, int images)
{

	/** Stands for an upper threshold or one of pixels that nobody has set: nothing reaches it. */
	public static final Threshold UNSET_UPPER = unset(Float.POSITIVE_INFINITY);

	/** Stands for a threshold of review that nobody has set: every image reaches it, so that none passes unseen. */
	public static final Threshold UNSET_REVIEW = unset(Float.NEGATIVE_INFINITY);

	/** @throws InvalidParameterException if the value is NaN, a rate is missing or superfluous, or images is negative */
	public Threshold {
		if (Float.isNaN(value))
			throw new InvalidParameterException("threshold", value, "a number");
		final boolean promising = method == ThresholdMethod.CONFORMAL || method == ThresholdMethod.ESTIMATED;
		if (requestedRate.isPresent() != promising || guaranteedRate.isPresent() != promising)
			throw new InvalidParameterException("threshold rates", requestedRate + ", " + guaranteedRate, "the method " +
				method.label() + " has " + (promising ? "both a requested and a guaranteed rate" : "no rates"));
		if (images < 0)
			throw new InvalidParameterException("images", images, "0 or more");
	}

	static Threshold promised(final float value, final ThresholdMethod method, final BigDecimal requested,
		final double guaranteed, final int images)
	{
		return new Threshold(value, method, Optional.of(requested), OptionalDouble.of(guaranteed), images);
	}

	private static Threshold unset(final float value) {
		return new Threshold(value, ThresholdMethod.UNSET, Optional.empty(), OptionalDouble.empty(), 0);
	}

	/** Whether images or a person have set it. */
	public boolean isSet() {
		return method != ThresholdMethod.UNSET;
	}

	/** A threshold that the user has chosen. */
	public static Threshold manual(final float value) {
		return new Threshold(value, ThresholdMethod.MANUAL, Optional.empty(), OptionalDouble.empty(), 0);
	}

	/**
	 * The threshold that maximises F1 on labelled images or their pixels; take images that are not used for testing.
	 *
	 * @param metrics of float32 scores
	 * @param images how many images are behind them
	 * @throws InvalidParameterException if the metrics lack a class
	 */
	public static Threshold f1Optimal(final RankingMetrics metrics, final int images) {
		if (metrics.f1MaxThreshold().isEmpty())
			throw new InvalidParameterException("defect_images", metrics.positives() + " defective and " + metrics
				.negatives() + " good", "the best F1 needs both kinds; give images of both or use false_alarm_rate");
		final float value = (float) metrics.f1MaxThreshold().getAsDouble();
		return new Threshold(value, ThresholdMethod.F1_OPTIMAL, Optional.empty(), OptionalDouble.empty(), images);
	}

	/** Whether a score raises the alarm; false for NaN. */
	public boolean alarms(final float score) {
		return score >= value;
	}

	/** How many more held-out good images would promise the requested rate; 0 unless estimated. */
	public int moreImagesNeeded() {
		return method == ThresholdMethod.ESTIMATED ? Conformal.imagesNeeded(requestedRate.orElseThrow()) - images : 0;
	}

	/** What the user should know about it, in one or two sentences. */
	public String sentence() {
		return switch (method) {
			case CONFORMAL -> "Alarm at " + rounded() + " or more: at most " + percent(guaranteedRate.getAsDouble()) +
				" of new good images reach it, promised by " + goodImages() + ".";
			case ESTIMATED -> "Alarm at " + rounded() + " or more, estimated from the tail of " + goodImages() + ": they promise " +
				percent(guaranteedRate.getAsDouble()) + " false alarms at most, not the " + percent(requestedRate.orElseThrow()
					.doubleValue()) + " asked for; " + moreImagesNeeded() + " more would.";
			case MANUAL -> "Alarm at " + rounded() + " or more, set by hand: no false-alarm rate is promised.";
			case F1_OPTIMAL -> "Alarm at " + rounded() + " or more, the best F1 on " + images +
				" labelled images: no false-alarm rate is promised.";
			case UNSET -> value < 0 ? "Not set: every image is for review until the model is calibrated with good images."
				: "Not set: nothing reaches it until the model is calibrated with good images.";
		};
	}

	/** Four digits are enough to read; the table of a model file has all. */
	private String rounded() {
		return Float.isInfinite(value) ? Float.toString(value) : new BigDecimal(value).round(new MathContext(4))
			.stripTrailingZeros().toPlainString();
	}

	private String goodImages() {
		return images == 1 ? "1 held-out good image" : images + " held-out good images";
	}

	/** Three digits, rounded up, for a bound rounded down would promise too much. */
	private static String percent(final double rate) {
		final BigDecimal percent = BigDecimal.valueOf(rate).movePointRight(2).round(new MathContext(3, RoundingMode.UP));
		return percent.stripTrailingZeros().toPlainString() + " %";
	}
}
