package org.anomalyflow.report;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;

import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;

import org.anomalyflow.dataset.Mask;
import org.anomalyflow.image.HeatLut;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.image.PilResize;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.threshold.DisplayRange;

/**
 * Small pictures of one judged image.
 *
 * @param width width in pixels
 * @param height height in pixels
 * @param image the image as JPEG
 * @param heat the heatmap as PNG, in the fixed colours of the model
 * @param found outline of what the model marked, as an SVG path in pixels
 * @param truth outline of the true defect; null if there is no mask
 */
record Thumbnail(int width, int height, byte[] image, byte[] heat, String found, String truth) {

	/** Sharp enough on a dense screen, and a hundred of them stay below a few megabytes. */
	private static final int LONGEST_SIDE = 280;

	/** Heatmaps are smooth. */
	private static final int LONGEST_HEAT_SIDE = 140;
	private static final float JPEG_QUALITY = 0.85f;

	/**
	 * @param image what was judged
	 * @param heatmap raw pixel scores at the image's size, [height, width] row by row
	 * @param mask what the model marked, at the image's size
	 * @param truth the true defect, at any size
	 * @param good whether the image is known to be good, so that its truth is an empty mask
	 * @param display the scores of the first and the last colour
	 */
	static Thumbnail of(final PlanarImage image, final float[] heatmap, final boolean[] mask, final Optional<Mask> truth, final boolean good,
		final DisplayRange display)
	{
		final int longest = Math.max(image.width(), image.height());
		final int width = scaled(image.width(), longest, LONGEST_SIDE);
		final int height = scaled(image.height(), longest, LONGEST_SIDE);
		final String outline = good
			? ""
			: truth
				.map(known -> MaskOutline.path(MaskOutline.shrink(known.anomalous(), known.width(), known.height(), width, height), width, height))
				.orElse(null);
		return new Thumbnail(width, height, jpeg(picture(PilResize.resize(image, width, height))), png(heat(heatmap, image, longest, display)),
			MaskOutline.path(MaskOutline.shrink(mask, image.width(), image.height(), width, height), width, height), outline);
	}

	private static int scaled(final int size, final int longest, final int limit) {
		return longest <= limit ? size : Math.max(1, Math.round(size * (float) limit / longest));
	}

	private static BufferedImage picture(final PlanarImage image) {
		final IntensityRange range = IntensityRange.of(image);
		final BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
		for (int y = 0; y < image.height(); y++)
			for (int x = 0; x < image.width(); x++) {
				int rgb = 0;
				for (int c = 0; c < 3; c++)
					rgb = rgb << 8 | Math.round(255 * Math.max(0, Math.min(1, range.scale(image.value(Math.min(c, image.channels() - 1), x, y)))));
				picture.setRGB(x, y, rgb);
			}
		return picture;
	}

	private static BufferedImage heat(final float[] heatmap, final PlanarImage image, final int longest, final DisplayRange display) {
		final int width = scaled(image.width(), longest, LONGEST_HEAT_SIDE);
		final int height = scaled(image.height(), longest, LONGEST_HEAT_SIDE);
		final float[] small = PilResize.resize(heatmap, image.width(), image.height(), width, height);
		final BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED,
			(IndexColorModel) HeatLut.create(0, 1).getColorModel());
		for (int i = 0; i < small.length; i++)
			picture.getRaster().setSample(i % width, i / width, 0, Math.round(255 * display.normalise(small[i])));
		return picture;
	}

	private static byte[] png(final BufferedImage picture) {
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try {
			ImageIO.write(picture, "png", bytes);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return bytes.toByteArray();
	}

	private static byte[] jpeg(final BufferedImage picture) {
		final ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
			final ImageWriteParam quality = writer.getDefaultWriteParam();
			quality.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
			quality.setCompressionQuality(JPEG_QUALITY);
			writer.setOutput(out);
			writer.write(null, new IIOImage(picture, null, null), quality);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		finally {
			writer.dispose();
		}
		return bytes.toByteArray();
	}
}
