package org.anomalyflow.image;

import java.nio.file.Path;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * Reads ground-truth masks. Colours count by their brightest channel. A pixel is anomalous when its value is above half of
 * the mask's range; the range is the smallest of 0..1, 0..255 and 0..65535 that holds all values of the file, so masks
 * written as 0/1, as 0/255 and with 16 bits mean the same. An all-zero mask has no anomaly.
 */
public final class MaskFiles {

	private static final int[] RANGES = { 1, 255, 65535 };

	private MaskFiles() {}

	/**
	 * The mask of a file.
	 *
	 * @param width number of columns
	 * @param height number of rows
	 * @param pixels [height, width], row by row; true = anomalous. Not copied.
	 */
	public record Mask(int width, int height, boolean[] pixels) {}

	/**
	 * Reads a mask by the half-range rule.
	 *
	 * @throws AnomalyFlowException if the file cannot be read, holds several pages or other values than 0..65535
	 */
	public static Mask read(final Path file) {
		final PlanarImage image = image(file);
		return threshold(image, range(file, image) / 2f);
	}

	/**
	 * Reads a mask whose values number the kinds of defects (1, 2, 3, ...): every pixel above 0 is anomalous.
	 *
	 * @throws AnomalyFlowException as {@link #read}
	 */
	public static Mask readNonZero(final Path file) {
		final PlanarImage image = image(file);
		range(file, image);
		return threshold(image, 0);
	}

	private static PlanarImage image(final Path file) {
		final ImageSlices slices = ImageSlices.ofAnySize(ImageFiles.open(file));
		if (slices.count() != 1)
			throw new AnomalyFlowException("The mask " + file + " has " + slices.count() +
				" pages; a mask file has one. Save its pages as files of their own.");
		return slices.get(1).image();
	}

	private static int range(final Path file, final PlanarImage image) {
		final float[] extremes = image.extremes();
		for (final int range : RANGES)
			if (extremes[0] >= 0 && extremes[1] <= range)
				return range;
		throw new AnomalyFlowException("The mask " + file + " has values of " + extremes[0] + " to " + extremes[1] +
			"; a mask has 0 to 255 (or 1, or 65535). Save it as an 8-bit PNG of 0 and 255.");
	}

	private static Mask threshold(final PlanarImage image, final float threshold) {
		final boolean[] pixels = new boolean[image.width() * image.height()];
		for (int c = 0; c < image.channels(); c++) {
			final float[] plane = image.rawPlane(c);
			for (int i = 0; i < pixels.length; i++)
				pixels[i] |= plane[i] > threshold;
		}
		return new Mask(image.width(), image.height(), pixels);
	}
}
