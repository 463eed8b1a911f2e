package org.anomalyflow.threshold;

import org.anomalyflow.util.InvalidParameterException;

/**
 * The scores that a heatmap shows in its first and its last colour. Fixed for a model, so that colours mean the same in
 * all its heatmaps; a range taken from each image would make a good one look like a defective one.
 *
 * @param low score of the first colour, finite
 * @param high score of the last colour, finite, above {@code low}
 */
public record DisplayRange(float low, float high) {

	/** Where the pixel threshold lies in a range made from it: what alarms has the last fifth of the colours. */
	private static final double THRESHOLD_AT = 0.8;

	/** @throws InvalidParameterException if a limit is not finite or they are not in order */
	public DisplayRange {
		if (!Float.isFinite(low) || !Float.isFinite(high) || low >= high)
			throw new InvalidParameterException("display range", low + " to " + high, "two finite numbers, low < high");
	}

	/**
	 * A range that begins at the usual score of good pixels and has the threshold at four fifths. Where the threshold is
	 * not above the usual score (all held-out scores are equal, or it was set by hand), the range is one unit in the last
	 * place or more around them.
	 *
	 * @param usual the usual score of a good pixel, finite
	 * @param threshold the pixel threshold, finite
	 * @throws InvalidParameterException if one of them is not finite
	 */
	public static DisplayRange around(final float usual, final float threshold) {
		if (!Float.isFinite(usual) || !Float.isFinite(threshold))
			throw new InvalidParameterException("pixel_threshold", threshold, "a display range around " + usual + " needs finite numbers");
		final float low = Math.min(usual, threshold);
		final double high = low + (Math.max(usual, threshold) - (double) low) / THRESHOLD_AT;
		return new DisplayRange(low, Math.max((float) Math.min(high, Float.MAX_VALUE), Math.nextUp(low)));
	}

	/**
	 * This range, widened where thresholds in use lie outside, so that they can be seen, and set with ImageJ's own tools. The
	 * pixel threshold is always reached, and the image threshold if it is on the scale of the heatmap, which it is not for
	 * every detector: at most twice as far up as this range goes.
	 *
	 * @param pixelThreshold of the mask; not finite if it is not set
	 * @param imageThreshold of the score; not finite if it is not set
	 */
	public DisplayRange reaching(final double pixelThreshold, final double imageThreshold) {
		final double limit = low + 2 * ((double) high - low);
		double top = high;
		if (Double.isFinite(pixelThreshold) && pixelThreshold > top)
			top = low + (pixelThreshold - low) / THRESHOLD_AT;
		if (imageThreshold > high && imageThreshold <= limit)
			top = Math.max(top, imageThreshold);
		return top <= high || top > Float.MAX_VALUE ? this : new DisplayRange(low, (float) top);
	}

	/** A score as a share of the range, 0 to 1: a monotone map, clipped at both ends; NaN stays NaN. */
	public float normalise(final float score) {
		final double share = ((double) score - low) / ((double) high - low);
		return (float) Math.max(0, Math.min(1, share));
	}
}
