package org.anomalyflow.dataset;

import org.anomalyflow.image.LabelPixels;

/**
 * Tells from the values of a mask which of them mean "anomalous": all but zero, unless they are shades between black and
 * white, as enlarging, smoothing or lossy compression of a black and white mask makes them; of shades the brighter half.
 * <ul>
 * <li>A mask with a single value besides zero, whatever it is, means that value.</li>
 * <li>Lossy formats hold shades.</li>
 * <li>Values below half of the range (255, 65535 or 1) number classes: nobody draws a defect in dark gray only.</li>
 * <li>Values on both sides number classes if they fill areas: at least a quarter of the pixels with values between zero
 * and the largest have the value of their four neighbours. So do values in the lowest sixteenth beside the largest, where
 * shades would fill the range between.</li>
 * </ul>
 */
final class MaskLevels {

	private static final double BYTE_RANGE = 255;
	private static final double SHORT_RANGE = 65535;

	/** Below this share of the range lies what lossy compression makes of black; above the rest, what it makes of white. */
	private static final double NOISE = 1.0 / 8;
	private static final double LOW = 1.0 / 16;
	private static final double LEAST_INNER_SHARE = 0.25;

	private final int width;
	private final int height;
	private final float[] values;
	private final double range;
	private final float max;

	private MaskLevels(final int width, final int height, final float[] values, final boolean wholeNumbers) {
		this.width = width;
		this.height = height;
		this.values = values;
		float largest = 0;
		for (final float value : values)
			largest = Math.max(largest, value);
		max = largest;
		range = !wholeNumbers && max <= 1 ? 1 : max <= BYTE_RANGE ? BYTE_RANGE : max <= SHORT_RANGE ? SHORT_RANGE : max;
	}

	/**
	 * The value above which a pixel is anomalous.
	 *
	 * @param pixels the mask
	 * @param values its values, perhaps without those of transparent pixels
	 */
	static double threshold(final LabelPixels pixels, final float[] values) {
		if (pixels.coloured())
			return 0;
		final MaskLevels levels = new MaskLevels(pixels.width(), pixels.height(), values, pixels.wholeNumbers());
		if (pixels.lossy())
			return levels.lossyThreshold();
		return levels.areShades(pixels.wholeNumbers()) ? levels.range / 2 : 0;
	}

	/** A dark mask is still a mask, but not what compression makes of a black one. */
	private double lossyThreshold() {
		return max > range / 2 || max <= range * NOISE ? range / 2 : max / 2;
	}

	private boolean areShades(final boolean wholeNumbers) {
		boolean between = false;
		boolean dark = false;
		boolean bright = false;
		boolean middle = false;
		for (final float value : values) {
			between |= value > 0 && value < max;
			dark |= value > 0 && value <= range * NOISE;
			bright |= value >= range * (1 - NOISE) && value < range;
			middle |= value > range * LOW && value < max;
		}
		if (between && !wholeNumbers)
			return true;
		if (!between || max <= range / 2 || !middle)
			return false;
		return dark && bright || innerShare() < LEAST_INNER_SHARE;
	}

	/** Of the pixels between zero and the largest value the share with the value of all their neighbours. */
	private double innerShare() {
		int between = 0;
		int inner = 0;
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++) {
				final float value = values[y * width + x];
				if (value <= 0 || value >= max)
					continue;
				between++;
				if (isInner(x, y, value))
					inner++;
			}
		return (double) inner / between;
	}

	private boolean isInner(final int x, final int y, final float value) {
		return x > 0 && y > 0 && x < width - 1 && y < height - 1 && values[y * width + x - 1] == value && values[y * width + x + 1] == value &&
			values[(y - 1) * width + x] == value && values[(y + 1) * width + x] == value;
	}
}
