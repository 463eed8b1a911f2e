package org.anomalyflow.roi;

import org.anomalyflow.image.GaussianSmoothing;
import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.metric.RunComponents;
import org.anomalyflow.util.InvalidParameterException;

/** Makes anomaly masks of heatmaps. Large heatmaps are worked on in strips. */
public final class PixelMasks {

	/** Pixels of a strip, unless the smoothing needs more. */
	private static final int STRIP = 1 << 22;

	private PixelMasks() {}

	/**
	 * The anomalous pixels: those whose smoothed score is at least the threshold, without regions that are too small.
	 *
	 * @param heatmap raw scores; not changed. A score that is not a number is never anomalous, and smoothing leaves it out.
	 * @param threshold the pixel threshold, a raw score; infinity finds nothing
	 * @param smoothing standard deviation of the Gaussian smoothing before thresholding, in pixels; 0 for none
	 * @param minArea smaller 8-connected regions are removed; in pixels, 0 or 1 removes none
	 * @throws InvalidParameterException if threshold, smoothing or minArea is not allowed
	 */
	public static PixelRuns of(final ScorePlane heatmap, final double threshold, final double smoothing, final int minArea) {
		if (Double.isNaN(threshold))
			throw new InvalidParameterException("pixel_threshold", threshold, "give a raw score");
		GaussianSmoothing.checkSigma(smoothing);
		final int width = heatmap.width();
		final int radius = GaussianSmoothing.taps(smoothing).length / 2;
		final int strip = Math.max(Math.max(1, STRIP / width), 2 * radius);
		final PixelRuns.Builder mask = new PixelRuns.Builder(width, heatmap.height());
		for (int first = 0; first < heatmap.height(); first += strip) {
			final int last = Math.min(heatmap.height(), first + strip);
			// with the rows around that the kernel reaches, so that strips leave no trace
			final int from = Math.max(0, first - radius);
			final int to = Math.min(heatmap.height(), last + radius);
			final float[] heat = GaussianSmoothing.smoothKnown(heatmap.rows(from, to - from), width, to - from, smoothing);
			for (int y = first; y < last; y++) {
				final int row = (y - from) * width;
				mask.addRow(y, x -> heat[row + x] >= threshold);
			}
		}
		return withoutSmall(mask.build(), minArea);
	}

	/**
	 * A mask without its small 8-connected regions.
	 *
	 * @param minArea the fewest pixels of a region that is kept; 0 or 1 keeps all
	 * @throws InvalidParameterException if minArea is negative
	 */
	public static PixelRuns withoutSmall(final PixelRuns mask, final int minArea) {
		checkMinArea(minArea);
		return minArea <= 1 ? mask : RunComponents.label(mask).withoutSmall(minArea);
	}

	static void checkMinArea(final int minArea) {
		if (minArea < 0)
			throw new InvalidParameterException("min_area", minArea, "give 0 or a number of pixels");
	}
}
