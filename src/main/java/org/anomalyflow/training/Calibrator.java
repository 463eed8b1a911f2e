package org.anomalyflow.training;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.bundle.ThresholdInfo;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.Reading;
import org.anomalyflow.threshold.DisplayRange;
import org.anomalyflow.threshold.HeldOutMaps;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.util.Progress;

/** Collects what a model reads off good images, and sets its thresholds and display range from it. */
final class Calibrator {

	static final String STAGE = "Calibrating";

	private final List<Float> scores = new ArrayList<>();
	private final HeldOutMaps maps = new HeldOutMaps();

	/** Adds a good image. */
	void add(final Reading reading) {
		scores.add(reading.score());
		maps.add(reading.heatmap());
	}

	/** The scores of the images, in the order in which they were added. */
	float[] scores() {
		final float[] values = new float[scores.size()];
		for (int i = 0; i < values.length; i++)
			values[i] = scores.get(i);
		return values;
	}

	/** Image thresholds that promise a false-alarm rate. */
	ImageThresholds imageThresholds(final BigDecimal rate) {
		return ImageThresholds.ofGoodScores(scores(), rate);
	}

	/** A pixel threshold that promises a false-alarm rate of images. */
	Threshold pixelThreshold(final BigDecimal rate) {
		return maps.pixelThreshold(rate);
	}

	/** The display range for a pixel threshold. */
	DisplayRange displayRange(final Threshold pixelThreshold) {
		return maps.displayRange(pixelThreshold);
	}

	/** As a model file holds it. */
	static ModelInfo.Calibration describe(final ImageThresholds image, final Threshold pixel, final DisplayRange display) {
		return new ModelInfo.Calibration(ThresholdInfo.of(image.reviewFrom()), ThresholdInfo.of(image.imageThreshold()),
			ThresholdInfo.of(pixel), display.low(), display.high());
	}

	/**
	 * Reads good images and sets the thresholds.
	 *
	 * @param detector the model
	 * @param images where the good images are
	 * @param indices which of them, at least one
	 * @param rate the false-alarm rate
	 */
	static ModelInfo.Calibration calibrate(final Detector detector, final TrainingImages images, final int[] indices,
		final BigDecimal rate, final Progress progress)
	{
		final Calibrator calibrator = new Calibrator();
		for (int i = 0; i < indices.length; i++) {
			progress.checkCancelled(STAGE);
			calibrator.add(detector.read(images.read(indices[i])));
			progress.update(STAGE, i + 1L, indices.length, "");
		}
		final Threshold pixel = calibrator.pixelThreshold(rate);
		return describe(calibrator.imageThresholds(rate), pixel, calibrator.displayRange(pixel));
	}
}
