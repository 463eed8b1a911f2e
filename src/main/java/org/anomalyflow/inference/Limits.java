package org.anomalyflow.inference;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;

import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.threshold.Conformal;
import org.anomalyflow.threshold.GoodScores;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.threshold.Threshold;

/**
 * The thresholds in use for images of one kind.
 * <p>
 * An image that is read in m tiles has the greatest of m scores, so that a threshold which a good tile reaches with
 * probability a is reached by up to m times as many good images. Thresholds that have a rate are therefore set again for the
 * m-th part of it (Bonferroni's bound, which also holds for tiles that depend on each other). If the good images behind them
 * were read in k tiles themselves, their scores allow for k already, and m/k takes the place of m.
 *
 * @param image of image scores
 * @param pixel of heatmaps
 * @param unlike from this unlikeness on an image is not of the kind that the model knows
 * @param factor by how much rates were divided, 1 or more
 */
record Limits(ImageThresholds image, Threshold pixel, double unlike, double factor) {

	/** The gate's rate, see {@link org.anomalyflow.gate.GateLearner}. */
	private static final BigDecimal UNLIKE_RATE = new BigDecimal("0.01");

	/**
	 * The thresholds for images that are read in a number of tiles.
	 *
	 * @param calibration the model's thresholds
	 * @param options thresholds given there replace the model's
	 * @param tiles how many; 1 for whole images
	 */
	static Limits of(final ModelInfo.Calibration calibration, final DetectionOptions options, final int tiles) {
		final CalibrationData data = calibration.data();
		final double factor = data == null ? tiles : Math.max(1, tiles / (double) data.tilesOfImage());
		final ImageThresholds own = new ImageThresholds(calibration.reviewFrom().toThreshold(), calibration.imageThreshold().toThreshold());
		final ImageThresholds stored = data == null ? own : own.spread(data.imageScores(), factor);
		final ImageThresholds image = options.imageThreshold().isPresent()
			? stored.withImageThreshold(Threshold.manual((float) options.imageThreshold().getAsDouble()))
			: stored;
		final Threshold pixel = options.pixelThreshold().isPresent()
			? Threshold.manual((float) options.pixelThreshold().getAsDouble())
			: pixel(calibration, options, factor);
		return new Limits(image, pixel, unlike(data, factor), factor);
	}

	private static Threshold pixel(final ModelInfo.Calibration calibration, final DetectionOptions options, final double factor) {
		final Threshold own = calibration.pixelThreshold(options.minArea(), options.smoothing());
		if (factor == 1 || calibration.data() == null || own.requestedRate().isEmpty())
			return own;
		return calibration.data().pixelThreshold(Conformal.share(own.requestedRate().get(), factor), options.minArea(), options.smoothing());
	}

	/** Where the good images are known, what one in a hundred images reaches, as the gate itself. */
	private static double unlike(final CalibrationData data, final double factor) {
		if (factor == 1 || data == null)
			return 1;
		return data.unlikenessOfImages().map(good -> (double) good.threshold(Conformal.share(UNLIKE_RATE, factor)).value())
			.filter(limit -> limit > 1).orElse(1.0);
	}

	/** Whether rates were divided. */
	boolean isSpread() {
		return factor > 1;
	}

	/** The share of good images that score so high or higher at most; empty if the model file does not tell. */
	OptionalDouble pValue(final Optional<GoodScores> good, final float score) {
		return good.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Math.min(1, factor * good.get().pValue(score)));
	}
}
