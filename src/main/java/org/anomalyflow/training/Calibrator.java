package org.anomalyflow.training;

import java.math.BigDecimal;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.bundle.ThresholdInfo;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.Reading;
import org.anomalyflow.threshold.DisplayRange;
import org.anomalyflow.threshold.HeldOutMaps;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.util.Progress;

/** Sets a model's thresholds and display range from good images. */
final class Calibrator {

	private static final String STAGE = "Calibrating";

	private Calibrator() {}

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
		final HeldOutMaps maps = new HeldOutMaps();
		final float[] scores = new float[indices.length];
		for (int i = 0; i < indices.length; i++) {
			progress.checkCancelled(STAGE);
			final Reading reading = detector.read(images.read(indices[i]));
			scores[i] = reading.score();
			maps.add(reading.heatmap());
			progress.update(STAGE, i + 1L, indices.length, "");
		}
		final ImageThresholds image = ImageThresholds.ofGoodScores(scores, rate);
		final Threshold pixel = maps.pixelThreshold(rate);
		final DisplayRange display = maps.displayRange(pixel);
		return new ModelInfo.Calibration(ThresholdInfo.of(image.reviewFrom()), ThresholdInfo.of(image.imageThreshold()),
			ThresholdInfo.of(pixel), display.low(), display.high());
	}
}
