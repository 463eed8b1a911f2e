package org.anomalyflow.dataset;

import java.nio.file.Path;
import java.util.Arrays;

import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.ImageHeader;
import org.anomalyflow.image.LabelPixels;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * The truth about each pixel of an image.
 *
 * @param width in pixels
 * @param height in pixels
 * @param anomalous one value per pixel, row by row
 */
public record Mask(int width, int height, boolean[] anomalous) {

	/** How many classes masks of defects number at most. */
	private static final int MOST_CLASSES = 32;

	/**
	 * Reads a mask file of any format and bit depth that images may have; of several channels the largest counts.
	 * Transparent pixels are not anomalous, unless only they are; where all colours are black, what is opaque is.
	 *
	 * @throws AnomalyFlowException if it cannot be read
	 */
	public static Mask read(final Path file, final MaskRule rule) {
		final LabelPixels pixels = ImageFiles.readLabels(file);
		return new Mask(pixels.width(), pixels.height(), rule == MaskRule.NON_ZERO ? nonZero(pixels) : byValue(pixels));
	}

	/**
	 * Whether a file that is named as a mask looks like one and not like a photograph: it has few values, or half of its
	 * pixels have the least or the largest one. One that cannot be read is what its name says.
	 */
	static boolean isLike(final Path file) {
		final float[] values;
		try {
			values = ImageFiles.readLabels(file).values().clone();
		}
		catch (final AnomalyFlowException e) {
			return true;
		}
		Arrays.sort(values);
		int kinds = 1;
		int extreme = 1;
		for (int i = 1; i < values.length; i++)
			if (values[i] != values[i - 1])
				kinds++;
		for (int i = 1; i < values.length; i++)
			if (values[i] == values[0] || values[i] == values[values.length - 1])
				extreme++;
		return kinds <= MOST_CLASSES || extreme >= values.length / 2;
	}

	/** Which share of the pixels is anomalous, 0 to 1. */
	double share() {
		int count = 0;
		for (final boolean pixel : anomalous)
			count += pixel ? 1 : 0;
		return (double) count / anomalous.length;
	}

	/** Whether no pixel is anomalous. */
	public boolean isEmpty() {
		return !any(anomalous);
	}

	/**
	 * The mask as it belongs to an upright picture. Masks are drawn on the upright picture, except one whose size is that of
	 * the picture as it is stored: such a mask is turned as the picture is.
	 *
	 * @param image the picture that the mask is of
	 */
	Mask upright(final ImageHeader image) {
		final boolean stored = image.orientation().swapsSides() && image.width() != image.height() && width == image.height() &&
			height == image.width();
		return stored ? new Mask(height, width, image.orientation().turn(anomalous, width, height)) : this;
	}

	private static boolean[] nonZero(final LabelPixels pixels) {
		final boolean[] anomalous = new boolean[pixels.values().length];
		final int[] entries = pixels.entries().orElse(null);
		for (int i = 0; i < anomalous.length; i++)
			anomalous[i] = entries == null ? pixels.values()[i] > 0 : entries[i] != 0;
		return anomalous;
	}

	private static boolean[] byValue(final LabelPixels pixels) {
		final boolean[] visible = pixels.visible().orElse(null);
		if (visible == null || !any(visible))
			return above(pixels, foreground(pixels));
		final float[] values = foreground(pixels);
		final float[] opaque = values.clone();
		for (int i = 0; i < opaque.length; i++)
			opaque[i] = visible[i] ? opaque[i] : 0;
		final boolean[] anomalous = above(pixels, opaque);
		if (any(anomalous))
			return anomalous;
		final boolean[] hidden = above(pixels, values);
		return any(hidden) || all(visible) ? hidden : visible;
	}

	/** The values; of a coloured palette without any black 0 for its first entry. */
	private static float[] foreground(final LabelPixels pixels) {
		final float[] values = pixels.values();
		if (!pixels.coloured())
			return values;
		for (final float value : values)
			if (value == 0)
				return values;
		final int[] entries = pixels.entries().orElseThrow();
		final float[] numbers = new float[values.length];
		for (int i = 0; i < numbers.length; i++)
			numbers[i] = entries[i];
		return numbers;
	}

	private static boolean[] above(final LabelPixels pixels, final float[] values) {
		final double threshold = MaskLevels.threshold(pixels, values);
		final boolean[] above = new boolean[values.length];
		for (int i = 0; i < above.length; i++)
			above[i] = values[i] > threshold;
		return above;
	}

	private static boolean any(final boolean[] pixels) {
		for (final boolean pixel : pixels)
			if (pixel)
				return true;
		return false;
	}

	private static boolean all(final boolean[] pixels) {
		for (final boolean pixel : pixels)
			if (!pixel)
				return false;
		return true;
	}
}
