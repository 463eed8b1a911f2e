package org.anomalyflow.calibration;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Locale;

import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.bundle.ThresholdInfo;
import org.anomalyflow.metric.AlarmRule;
import org.anomalyflow.metric.Confusion;
import org.anomalyflow.metric.LabelledScores;
import org.anomalyflow.metric.RankingMetrics;
import org.anomalyflow.threshold.DisplayRange;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.threshold.ThresholdMethod;
import org.anomalyflow.util.Floats;
import org.anomalyflow.util.InvalidParameterException;

/**
 * Sets the thresholds of a trained model again.
 * <p>
 * Good images set all three by the false-alarm rate. Defective images never move a threshold unless no rate is asked for:
 * then the image threshold is the one with the best F1, with nothing to review, and the pixel threshold keeps the usual
 * rate, because a best F1 of pixels would need masks. Values given by hand come last and win.
 */
public final class Recalibration {

	private static final BigDecimal USUAL_RATE = new BigDecimal(ImageThresholds.DEFAULT_RATE);

	private final CalibrationOptions options;
	private final List<String> sentences = new ArrayList<>();

	/** @param options the user's choices */
	public Recalibration(final CalibrationOptions options) {
		this.options = options;
	}

	/**
	 * Sets thresholds without images: by hand, or from the good scores that the model file keeps.
	 *
	 * @param bundle the model; not changed
	 * @throws InvalidParameterException if the thresholds contradict each other, or the model file keeps no scores
	 */
	public CalibrationResult run(final ModelBundle bundle) {
		final ModelInfo.Calibration before = bundle.info().calibration();
		return new CalibrationResult(ruled(bundle).withCalibration(options.keptScores() ? fromKept(before) : byHand(before)), sentences);
	}

	/**
	 * Sets thresholds from images.
	 *
	 * @param bundle the model; not changed
	 * @param images what {@link CalibrationReader} has read with that model and these options
	 * @throws InvalidParameterException if the thresholds contradict each other
	 */
	public CalibrationResult run(final ModelBundle bundle, final CalibrationImages images) {
		return new CalibrationResult(ruled(images.cut(bundle)).withCalibration(fromImages(images)), sentences);
	}

	private ModelBundle ruled(final ModelBundle bundle) {
		return options.accept().isEmpty() ? bundle : bundle.withAccept(options.accept().over(bundle.info().accept()));
	}

	private ModelInfo.Calibration byHand(final ModelInfo.Calibration before) {
		return told(before, new ImageThresholds(before.reviewFrom().toThreshold(), before.imageThreshold().toThreshold()),
			before.pixelThreshold().toThreshold(), options.pixelThreshold().isPresent());
	}

	private ModelInfo.Calibration fromKept(final ModelInfo.Calibration before) {
		final CalibrationData data = Optional.ofNullable(before.data()).orElseThrow(() -> new InvalidParameterException("kept_scores", true,
			"false for a model file that keeps no scores of good images; give a folder of them as good_images"));
		final BigDecimal rate = options.falseAlarmRate().orElseThrow();
		return told(before, ImageThresholds.of(data.imageScores(), rate), data.pixelThreshold(rate, 1, 0), true);
	}

	private ModelInfo.Calibration told(final ModelInfo.Calibration before, final ImageThresholds ruled, final Threshold ruledPixel,
		final boolean newPixel)
	{
		final ImageThresholds image = override(ruled);
		final Threshold pixel = override(ruledPixel);
		final DisplayRange display = newPixel
			? DisplayRange.around(before.displayMin(), pixel.value())
			: new DisplayRange(before.displayMin(), before.displayMax());
		final ModelInfo.Calibration after = new ModelInfo.Calibration(ThresholdInfo.of(image.reviewFrom()),
			ThresholdInfo.of(image.imageThreshold()), ThresholdInfo.of(pixel), display.low(), display.high(), before.data());
		sentences.addAll(after.sentences());
		return after;
	}

	private ModelInfo.Calibration fromImages(final CalibrationImages images) {
		images.good().tell(sentences);
		final BigDecimal rate = options.falseAlarmRate().orElse(USUAL_RATE);
		final CalibrationData data = images.data();
		final LabelledScores labelled = label(Floats.toArray(data.scores()), images.defectScores());
		final ImageThresholds image = override(options.falseAlarmRate().map(asked -> ImageThresholds.of(data.imageScores(), asked))
			.orElseGet(() -> ImageThresholds.single(f1Optimal(labelled.metrics()))));
		final ModelInfo.Calibration after = images.good().describe(image, override(data.pixelThreshold(rate, 1, 0)), data);
		sentences.addAll(after.sentences());
		if (options.defectImages().isPresent())
			tell(labelled, image.imageThreshold());
		return after;
	}

	private static LabelledScores label(final float[] good, final List<Float> defective) {
		final float[] scores = Arrays.copyOf(good, good.length + defective.size());
		final boolean[] labels = new boolean[scores.length];
		for (int i = good.length; i < scores.length; i++) {
			scores[i] = defective.get(i - good.length);
			labels[i] = true;
		}
		return LabelledScores.of(scores, labels);
	}

	private static Threshold f1Optimal(final RankingMetrics metrics) {
		return Threshold.f1Optimal(metrics, Math.toIntExact(metrics.positives() + metrics.negatives()));
	}

	private ImageThresholds override(final ImageThresholds image) {
		ImageThresholds result = image;
		if (options.imageThreshold().isPresent())
			result = result.withImageThreshold(Threshold.manual((float) options.imageThreshold().getAsDouble()));
		if (options.reviewFrom().isPresent())
			result = result.withReviewFrom(Threshold.manual((float) options.reviewFrom().getAsDouble()));
		return result;
	}

	private Threshold override(final Threshold pixel) {
		return options.pixelThreshold().isPresent() ? Threshold.manual((float) options.pixelThreshold().getAsDouble()) : pixel;
	}

	/** How the defective images fare, and which threshold would have the best F1. */
	private void tell(final LabelledScores labelled, final Threshold stored) {
		final RankingMetrics metrics = labelled.metrics();
		final Confusion confusion = labelled.at(stored.value(), AlarmRule.AT_LEAST);
		sentences.add("Against defects: AUROC " + digits(metrics.auroc().getAsDouble()) + " on " + metrics.positives() + " defective and " +
			metrics.negatives() + " good images; the stored threshold (" + stored.method().label() + ") misses " + confusion.falseNegatives() +
			" of " + metrics.positives() + " and rejects " + confusion.falsePositives() + " of " + metrics.negatives() + ".");
		final Threshold best = f1Optimal(metrics);
		sentences
			.add("Best F1: " + digits(metrics.f1Max().getAsDouble()) + " at " + best.value() + " or more (" + best.method().label() + "), " +
				(stored.method() == ThresholdMethod.F1_OPTIMAL
					? "stored because no false_alarm_rate " + "was asked for; judge it on other images than these."
					: "not stored; an empty false_alarm_rate would store it" +
						(stored.method() == ThresholdMethod.MANUAL ? " if image_threshold were not set by hand." : ".")));
	}

	private static String digits(final double value) {
		return String.format(Locale.ROOT, "%.4f", value);
	}
}
