package org.anomalyflow.dataset;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;

import javax.imageio.ImageIO;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/**
 * The truth about each pixel of an image.
 *
 * @param width in pixels
 * @param height in pixels
 * @param anomalous one value per pixel, row by row
 */
public record Mask(int width, int height, boolean[] anomalous) {

	/**
	 * Reads a mask file: gray, palette, RGB or float (0 to 1); of several channels the largest counts, transparency does
	 * not. Masks of whole numbers that hold nothing above 1 are taken for 0 and 1, whatever their number of bits.
	 *
	 * @throws AnomalyFlowException if it cannot be read
	 */
	public static Mask read(final Path file, final MaskRule rule) {
		final BufferedImage image = decode(file);
		final int width = image.getWidth();
		final int height = image.getHeight();
		final boolean[] anomalous = new boolean[width * height];
		final Raster raster = image.getRaster();
		final ColorModel model = image.getColorModel();
		final boolean palette = model instanceof IndexColorModel;
		final int channels = palette ? 1 : model.getNumColorComponents();
		final double half = halfRange(model, raster, channels);
		for (int y = 0; y < height; y++)
			for (int x = 0; x < width; x++)
				anomalous[y * width + x] = palette && rule == MaskRule.HALF_RANGE ? brightest(image.getRGB(x, y)) > 127
					: largest(raster, x, y, channels) > (rule == MaskRule.NON_ZERO ? 0 : half);
		return new Mask(width, height, anomalous);
	}

	/** Whether no pixel is anomalous. */
	public boolean isEmpty() {
		for (final boolean pixel : anomalous)
			if (pixel)
				return false;
		return true;
	}

	private static BufferedImage decode(final Path file) {
		final BufferedImage image;
		try {
			image = ImageIO.read(file.toFile());
		}
		catch (final IOException | RuntimeException e) {
			throw new AnomalyFlowException("Cannot read the mask " + file + ": " + Messages.reason(e) +
				". Replace the file, or remove it to evaluate this image without a mask.", e);
		}
		if (image == null)
			throw new AnomalyFlowException("Cannot read the mask " + file + ": it is no PNG, JPEG, BMP, TIFF or GIF image" +
				". Replace the file, or remove it to evaluate this image without a mask.");
		return image;
	}

	private static double halfRange(final ColorModel model, final Raster raster, final int channels) {
		final int type = raster.getDataBuffer().getDataType();
		if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE)
			return 0.5;
		double most = 0;
		for (int y = 0; y < raster.getHeight(); y++)
			for (int x = 0; x < raster.getWidth(); x++)
				most = Math.max(most, largest(raster, x, y, channels));
		if (most <= 1)
			return 0.5;
		return ((1L << model.getComponentSize(0)) - 1) / 2.0;
	}

	private static int brightest(final int rgb) {
		return Math.max(rgb >> 16 & 255, Math.max(rgb >> 8 & 255, rgb & 255));
	}

	private static double largest(final Raster raster, final int x, final int y, final int channels) {
		double largest = 0;
		for (int channel = 0; channel < channels; channel++)
			largest = Math.max(largest, raster.getSampleDouble(x, y, channel));
		return largest;
	}
}
