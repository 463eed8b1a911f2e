package org.anomalyflow.threshold;

import java.math.BigDecimal;
import java.util.Arrays;

import org.anomalyflow.util.InvalidParameterException;

/**
 * Collects the heatmaps of good images that the training has not seen, and gives the pixel threshold and the display
 * range. Of each map only the maximum and the median are kept. Not for use by several threads at once.
 */
public final class HeldOutMaps {

	private float[] maxima = new float[16];
	private float[] medians = new float[16];
	private int images;

	/**
	 * Adds the heatmap of one image, at the resolution at which pixels will be compared with the threshold.
	 *
	 * @param map its scores in any order, at least one; not changed
	 * @throws InvalidParameterException if it is empty or a score is not finite
	 */
	public void add(final float[] map) {
		if (map.length == 0)
			throw new InvalidParameterException("map", "0 pixels", "at least one pixel");
		final float[] ascending = map.clone();
		Arrays.sort(ascending);
		final float largest = ascending[ascending.length - 1];
		// Sorting puts NaN last, so these two tell about all.
		if (!Float.isFinite(largest) || !Float.isFinite(ascending[0]))
			throw new InvalidParameterException("map", "scores from " + ascending[0] + " to " + largest,
				"all scores must be finite numbers; train again with a smaller learning rate or in float32");
		if (images == maxima.length) {
			maxima = Arrays.copyOf(maxima, 2 * images);
			medians = Arrays.copyOf(medians, 2 * images);
		}
		maxima[images] = largest;
		medians[images++] = ascending[(ascending.length - 1) / 2];
	}

	/** How many maps were added. */
	public int images() {
		return images;
	}

	/**
	 * The pixel threshold at which at most {@code rate} of new good images have any alarmed pixel. It is the conformal
	 * threshold of the images' largest pixel scores: images are exchangeable with each other, pixels of one image are not
	 * independent, so a rate can be promised for images only. The rate of alarmed pixels is far lower. What is done to a
	 * heatmap before the comparison keeps the promise if it cannot raise the maximum, such as Gaussian smoothing.
	 *
	 * @param rate the false-alarm rate, at least 1e-9 and below 1
	 * @throws InvalidParameterException if no map was added or the rate is out of its range
	 */
	public Threshold pixelThreshold(final BigDecimal rate) {
		return Conformal.threshold(Arrays.copyOf(maxima, images), rate);
	}

	/**
	 * The display range for a pixel threshold: from the median of the images' median scores to somewhat above the
	 * threshold, so that good surfaces are dark and alarms stand out.
	 *
	 * @throws InvalidParameterException if no map was added or the threshold is infinite
	 */
	public DisplayRange displayRange(final Threshold pixelThreshold) {
		if (images == 0)
			throw new InvalidParameterException("good_images", "0 images held out", "the display range needs at least one");
		final float[] ascending = Arrays.copyOf(medians, images);
		Arrays.sort(ascending);
		return DisplayRange.around(ascending[(images - 1) / 2], pixelThreshold.value());
	}
}
