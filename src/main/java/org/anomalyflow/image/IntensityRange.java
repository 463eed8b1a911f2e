package org.anomalyflow.image;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * The intensities that a model takes as 0 and 1: a value v becomes (v - min) / (max - min).
 * <p>
 * 8-bit images always use {@link #EIGHT_BIT}. For 16- and 32-bit images the range is learned once, as the union over all
 * training images, and stored with the model, so that every image is judged on the same scale. Values outside the range
 * are <em>not</em> clamped: an image brighter than all good ones becomes larger than 1 and so stays visible as an
 * anomaly.
 *
 * @param min the intensity that becomes 0; finite
 * @param max the intensity that becomes 1; finite, not below {@code min}. Where both are equal (a constant image) the
 *            scale is 1 instead of 1 / 0.
 */
public record IntensityRange(float min, float max) {

	/** The range of all 8-bit images: 0..255. */
	public static final IntensityRange EIGHT_BIT = new IntensityRange(0, 255);

	/** @throws AnomalyFlowException if the range is not finite or upside down */
	public IntensityRange {
		if (!Float.isFinite(min) || !Float.isFinite(max) || min > max)
			throw new AnomalyFlowException("The intensity range " + min + " to " + max +
				" is not allowed: both ends are finite numbers and the first is the smaller one");
	}

	/** The range that one image spans: 0..255 at 8 bits, else its smallest to its largest value. */
	public static IntensityRange of(final PlanarImage image) {
		if (image.bitDepth() == 8)
			return EIGHT_BIT;
		final float[] extremes = image.extremes();
		return new IntensityRange(extremes[0], extremes[1]);
	}

	/** The smallest range that holds both. */
	public IntensityRange union(final IntensityRange other) {
		return new IntensityRange(Math.min(min, other.min), Math.max(max, other.max));
	}

	/** Intensity to network scale: min becomes 0, max becomes 1, others lie outside 0..1. */
	public float scale(final float value) {
		return (value - min) / span();
	}

	/** The divisor of {@link #scale}: max - min, or 1 where that is 0. */
	float span() {
		return max > min ? max - min : 1;
	}
}
