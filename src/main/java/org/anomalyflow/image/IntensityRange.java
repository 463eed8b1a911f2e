package org.anomalyflow.image;

import java.util.Arrays;

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

	/** Share of an image's pixels that may lie below, and above, the range that it fills. */
	private static final double OUTSIDE = 0.001;

	/** @throws AnomalyFlowException if the range is not finite or upside down */
	public IntensityRange {
		if (!Float.isFinite(min) || !Float.isFinite(max) || min > max)
			throw new AnomalyFlowException(
				"The intensity range " + min + " to " + max + " is not allowed: both ends are finite numbers and the first is the smaller one");
	}

	/** The range that one image is shown in: 0..255 at 8 bits, else what it {@linkplain #filledBy fills}. */
	public static IntensityRange of(final PlanarImage image) {
		return image.bitDepth() == 8 ? EIGHT_BIT : filledBy(image);
	}

	/**
	 * The intensities that an image fills but for a few pixels: in each channel a thousandth of the pixels may lie below and
	 * as many above, so that hot or dead pixels of a camera do not count. If that leaves a single intensity, it is widened to
	 * the least and the greatest.
	 */
	public static IntensityRange filledBy(final PlanarImage image) {
		float low = Float.POSITIVE_INFINITY;
		float high = Float.NEGATIVE_INFINITY;
		for (int c = 0; c < image.channels(); c++) {
			final float[] plane = image.rawPlane(c);
			final int outside = (int) (plane.length * OUTSIDE);
			final float[] filled = image.bitDepth() == Float.SIZE ? bySorting(plane, outside) : byCounting(plane, outside);
			low = Math.min(low, filled[0]);
			high = Math.max(high, filled[1]);
		}
		if (low < high)
			return new IntensityRange(low, high);
		final float[] extremes = image.extremes();
		return new IntensityRange(extremes[0], extremes[1]);
	}

	private static float[] bySorting(final float[] plane, final int outside) {
		final float[] sorted = plane.clone();
		Arrays.sort(sorted);
		return new float[]{ sorted[outside], sorted[sorted.length - 1 - outside] };
	}

	/** The same for whole numbers from 0 to 65535, many times faster. */
	private static float[] byCounting(final float[] plane, final int outside) {
		final int[] counts = new int[1 << Short.SIZE];
		for (final float value : plane)
			counts[(int) value]++;
		int low = 0;
		for (int below = counts[0]; below <= outside; below += counts[low])
			low++;
		int high = counts.length - 1;
		for (int above = counts[high]; above <= outside; above += counts[high])
			high--;
		return new float[]{ low, high };
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
