package org.anomalyflow.roi;

import org.anomalyflow.image.GaussianSmoothing;
import org.anomalyflow.metric.ConnectedComponents;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;

/** Makes anomaly masks of heatmaps; both are [height, width], row by row. */
public final class PixelMasks {

	private PixelMasks() {}

	/**
	 * The anomalous pixels: those whose smoothed score is at least the threshold, without regions that are too small.
	 *
	 * @param heatmap raw scores; not changed. A score that is not a number is never anomalous.
	 * @param threshold the pixel threshold, a raw score; infinity finds nothing
	 * @param smoothing standard deviation of the Gaussian smoothing before thresholding, in pixels; 0 for none
	 * @param minArea smaller 8-connected regions are removed; in pixels, 0 or 1 removes none
	 * @throws InvalidParameterException if threshold, smoothing or minArea is not allowed
	 * @throws AnomalyFlowException if the heatmap does not have width * height pixels
	 */
	public static boolean[] of(final float[] heatmap, final int width, final int height, final double threshold,
		final double smoothing, final int minArea)
	{
		if (Double.isNaN(threshold))
			throw new InvalidParameterException("pixel_threshold", threshold, "give a raw score");
		checkSize("heatmap", heatmap.length, width, height);
		final float[] smooth = smoothing == 0 ? heatmap : GaussianSmoothing.smooth(heatmap, width, height, smoothing);
		final boolean[] mask = new boolean[smooth.length];
		for (int i = 0; i < mask.length; i++)
			mask[i] = smooth[i] >= threshold;
		return removeSmall(mask, width, height, minArea);
	}

	/**
	 * A copy of a mask without its small 8-connected regions.
	 *
	 * @param minArea the fewest pixels of a region that is kept; 0 or 1 keeps all
	 * @throws InvalidParameterException if minArea is negative
	 * @throws AnomalyFlowException if the mask does not have width * height pixels
	 */
	public static boolean[] removeSmall(final boolean[] mask, final int width, final int height, final int minArea) {
		checkMinArea(minArea);
		checkSize("mask", mask.length, width, height);
		final boolean[] kept = mask.clone();
		if (minArea <= 1)
			return kept;
		final ConnectedComponents components = ConnectedComponents.label(mask, width, height);
		final int[] labels = components.labels();
		final int[] sizes = components.sizes();
		for (int i = 0; i < kept.length; i++)
			kept[i] &= labels[i] > 0 && sizes[labels[i] - 1] >= minArea;
		return kept;
	}

	static void checkMinArea(final int minArea) {
		if (minArea < 0)
			throw new InvalidParameterException("min_area", minArea, "give 0 or a number of pixels");
	}

	static void checkSize(final String what, final int length, final int width, final int height) {
		if (width < 1 || height < 1 || length != (long) width * height)
			throw new AnomalyFlowException("The " + what + " has " + length + " pixels for an image of " + width + " x " +
				height + " px");
	}
}
