package org.anomalyflow.threshold;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalDouble;

import org.anomalyflow.metric.Interval;
import org.anomalyflow.metric.RankingMetrics;
import org.anomalyflow.metric.ShareInterval;
import org.anomalyflow.util.InvalidParameterException;

/**
 * A threshold and where it comes from: alarm when score &gt;= {@code value}.
 *
 * @param value in units of the score; not NaN; infinite if unset
 * @param method how it was found
 * @param requestedRate the false-alarm rate asked for, between 0 and 1; empty unless conformal, cross-validated or
 *          estimated
 * @param guaranteedRate the share of new good images that raise an alarm at most, on average over calibrations, if they
 *          are like those behind the threshold; only for conformal and, then above {@code requestedRate}, for some estimated
 *          ones
 * @param images how many images are behind it; 0 if manual or unset
 */
public record Threshold(float value, ThresholdMethod method, Optional<BigDecimal> requestedRate, OptionalDouble guaranteedRate,
	int images)
{

	/** Stands for an upper threshold or one of pixels that nobody has set: nothing reaches it. */
	public static final Threshold UNSET_UPPER = unset(Float.POSITIVE_INFINITY);

	/** Stands for a threshold of review that nobody has set: every image reaches it, so that none passes unseen. */
	public static final Threshold UNSET_REVIEW = unset(Float.NEGATIVE_INFINITY);

	private static final double NINE_OF_TEN = 0.9;
	private static final double LEVEL = 0.95;

	/** @throws InvalidParameterException if the value is NaN, a rate is missing or superfluous, or images is negative */
	public Threshold {
		if (Float.isNaN(value))
			throw new InvalidParameterException("threshold", value, "a number");
		if (requestedRate.isPresent() != method.hasRequestedRate())
			throw new InvalidParameterException("requested rate", requestedRate,
				"the method " + method.label() + " has " + (method.hasRequestedRate() ? "one" : "none"));
		final boolean promising = method == ThresholdMethod.CONFORMAL;
		if (guaranteedRate.isPresent() != promising && method != ThresholdMethod.ESTIMATED)
			throw new InvalidParameterException("guaranteed rate", guaranteedRate,
				"the method " + method.label() + " has " + (promising ? "one" : "none"));
		if (images < 0)
			throw new InvalidParameterException("images", images, "0 or more");
	}

	/** @param guaranteed NaN if no rate is promised */
	static Threshold rated(final float value, final ThresholdMethod method, final BigDecimal requested, final double guaranteed,
		final int images)
	{
		return new Threshold(value, method, Optional.of(requested),
			Double.isNaN(guaranteed) ? OptionalDouble.empty() : OptionalDouble.of(guaranteed), images);
	}

	/** From the images of the training. */
	static Threshold withoutPromise(final float value, final int images) {
		return new Threshold(value, ThresholdMethod.NONE, Optional.empty(), OptionalDouble.empty(), images);
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
			throw new InvalidParameterException("defect_images", metrics.positives() + " defective and " + metrics.negatives() + " good",
				"the best F1 needs both kinds; give images of both or use false_alarm_rate");
		final float value = (float) metrics.f1MaxThreshold().getAsDouble();
		return new Threshold(value, ThresholdMethod.F1_OPTIMAL, Optional.empty(), OptionalDouble.empty(), images);
	}

	/** Whether a score raises the alarm; false for NaN. */
	public boolean alarms(final float score) {
		return score >= value;
	}

	/**
	 * How many more good images would give the requested rate; 0 unless estimated.
	 *
	 * @param share how many of the good images set thresholds, above 0; 1 for all
	 */
	public int moreImagesNeeded(final double share) {
		if (method != ThresholdMethod.ESTIMATED)
			return 0;
		return (int) Math.ceil((Conformal.imagesNeeded(requestedRate.orElseThrow()) - images) / share);
	}

	/**
	 * What the user should know about it, in one to three sentences; of one that was set by hand also how many of the good images
	 * reach it, which is an observation and no promise.
	 *
	 * @param good scores of the good images at hand
	 * @param share how many of the good images set thresholds, above 0; 1 for all
	 * @param reached what comes before "2 of 20 images", for example "Reached by"
	 */
	public String sentence(final GoodScores good, final double share, final String reached) {
		if (method != ThresholdMethod.MANUAL || good.basis() == ThresholdBasis.TRAINING)
			return sentence(good.basis(), share);
		final int count = good.atLeast(value);
		final Interval interval = ShareInterval.exact(count, good.size(), LEVEL);
		return "Alarm at " + rounded() + " or more, set by hand: no false-alarm rate is promised. " + reached + " " + count + " of " + good.size() + " " +
			good.basis().words() + ": 95 % interval " + percent(interval.lower()) + " to " + percent(interval.upper()) + ".";
	}

	/**
	 * What the user should know about it, in one to three sentences.
	 *
	 * @param basis where the scores behind it come from
	 * @param share how many of the good images set thresholds, above 0; 1 for all
	 */
	public String sentence(final ThresholdBasis basis, final double share) {
		final String alarm = "Alarm at " + rounded() + " or more";
		return switch (method) {
			case CONFORMAL ->
				alarm + ": " + rates("on average at most ", " of new good images reach it", rank()) + ", promised by " + count(basis.words()) + ".";
			case CROSS_VALIDATED -> alarm + ": " + rates("on average about ", " of new good images reach it", rank()) + ", measured on " +
				count(basis.words()) + "; not promised.";
			case ESTIMATED -> alarm + ", estimated for " + percent(requestedRate.orElseThrow().doubleValue()) + " of new good images from " +
				count(basis.words()) + ". As many alone " +
				(guaranteedRate.isPresent() ? rates("promise on average at most ", "", images) : rates("give on average about ", "", images)) +
				"; " + moreImagesNeeded(share) + " more good images would give the " + percent(requestedRate.orElseThrow().doubleValue()) + ".";
			case NONE -> alarm + ", the largest score of the " + images +
				" training images themselves: nothing is promised about new ones. Calibrate with other good images.";
			case MANUAL -> alarm + ", set by hand: no false-alarm rate is promised.";
			case F1_OPTIMAL -> alarm + ", the best F1 on " + images + " labelled images: no false-alarm rate is promised.";
			case UNSET -> value < 0
				? "Not set: every image is for review until the model is calibrated with good images."
				: "Not set: nothing reaches it until the model is calibrated with good images.";
		};
	}

	private int rank() {
		return Conformal.rank(images, requestedRate.orElseThrow());
	}

	/** The rates at an order statistic, on average and in nine of ten calibrations. */
	private String rates(final String before, final String after, final int rank) {
		return before + percent(Conformal.rate(images, rank)) + after + ", and in 9 of 10 such calibrations at most " +
			percent(Conformal.rate(images, rank, NINE_OF_TEN));
	}

	private String count(final String words) {
		return images + " " + words;
	}

	/** Four digits are enough to read; the table of a model file has all. */
	private String rounded() {
		return Float.isInfinite(value)
			? Float.toString(value)
			: new BigDecimal(value).round(new MathContext(4)).stripTrailingZeros().toPlainString();
	}

	/** Three digits, rounded up, for a bound rounded down would promise too much. */
	private static String percent(final double rate) {
		final BigDecimal percent = BigDecimal.valueOf(rate).movePointRight(2).round(new MathContext(3, RoundingMode.UP));
		return percent.stripTrailingZeros().toPlainString() + " %";
	}
}
