package org.anomalyflow.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.PackedColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;

/**
 * One decoded page.
 *
 * @param channels one processor, or one per channel: red, green and blue of more than 8 bits, or channels of gray
 * @param visible whether each pixel is at least partly opaque; null without transparency
 * @param rgb whether the channels are red, green and blue
 */
record PixelPage(List<ImageProcessor> channels, boolean[] visible, boolean rgb) {

	private static final int COLOURS = 3;
	private static final int PALETTE_ENTRIES = 256;

	static PixelPage of(final ImageProcessor processor) {
		return new PixelPage(List.of(processor), null, false);
	}

	/**
	 * The page as the decoder stored it: values come from the raster, never through colour management, which would change
	 * them. Palettes stay palettes.
	 *
	 * @throws IOException if the colours are none that can be judged
	 */
	static PixelPage of(final BufferedImage image) throws IOException {
		final Raster raster = image.getRaster();
		final ColorModel model = image.getColorModel();
		if (model instanceof IndexColorModel)
			return new PixelPage(List.of(palette(raster, (IndexColorModel) model)), visible((IndexColorModel) model, raster), false);
		if (model instanceof PackedColorModel)
			return new PixelPage(List.of(packed(image)), visible(image), false);
		if (model.getColorSpace().getType() == ColorSpace.TYPE_CMYK)
			throw new IOException("its colours are CMYK; save it as RGB");
		final int bands = raster.getNumBands();
		return of(raster, bands >= COLOURS ? COLOURS : 1, model.hasAlpha() ? bands - 1 : -1, 0, false);
	}

	/**
	 * The samples of a raster, unscaled.
	 *
	 * @param channels how many of its bands are channels: 3 for red, green and blue
	 * @param alpha the band that says how opaque a pixel is; -1 for none
	 * @param offset is added to every sample
	 * @param signed whether integers of 32 bits have a sign
	 */
	static PixelPage of(final Raster raster, final int channels, final int alpha, final int offset, final boolean signed) {
		final List<ImageProcessor> processors = new ArrayList<>();
		for (int c = 0; c < channels; c++)
			processors.add(channel(raster, c, offset, signed));
		final boolean rgb = channels == COLOURS;
		if (rgb && processors.get(0) instanceof ByteProcessor)
			return new PixelPage(List.of(merge(processors)), visible(raster, alpha), false);
		return new PixelPage(processors, visible(raster, alpha), rgb);
	}

	/** The page where values of 16 bits are gray in the lower and transparency in the upper byte, as in a TGA; others as they are. */
	PixelPage grayBelowAlpha() {
		if (!(channels.get(0) instanceof ShortProcessor))
			return this;
		final short[] samples = (short[]) channels.get(0).getPixels();
		final byte[] gray = new byte[samples.length];
		final boolean[] opaque = new boolean[samples.length];
		for (int i = 0; i < gray.length; i++) {
			gray[i] = (byte) samples[i];
			opaque[i] = samples[i] >> Byte.SIZE != 0;
		}
		return new PixelPage(List.of(new ByteProcessor(channels.get(0).getWidth(), channels.get(0).getHeight(), gray)), opaque, false);
	}

	/** The page turned upright. */
	PixelPage turn(final Orientation orientation) {
		if (orientation == Orientation.UPRIGHT)
			return this;
		final int width = channels.get(0).getWidth();
		final int height = channels.get(0).getHeight();
		return new PixelPage(channels.stream().map(orientation::turn).toList(),
			visible == null ? null : orientation.turn(visible, width, height), rgb);
	}

	/**
	 * Indices with their colours.
	 *
	 * @param colours of at most 256 entries; the others are black
	 */
	static ImageProcessor palette(final Raster raster, final IndexColorModel colours) {
		final int entries = Math.min(PALETTE_ENTRIES, colours.getMapSize());
		final byte[][] table = new byte[COLOURS][PALETTE_ENTRIES];
		for (int i = 0; i < entries; i++) {
			table[0][i] = (byte) colours.getRed(i);
			table[1][i] = (byte) colours.getGreen(i);
			table[2][i] = (byte) colours.getBlue(i);
		}
		final ImageProcessor indices = channel(raster, 0, 0, false);
		indices.setLut(new LUT(table[0], table[1], table[2]));
		return indices;
	}

	private static ImageProcessor packed(final BufferedImage image) {
		final int width = image.getWidth();
		final int height = image.getHeight();
		return new ColorProcessor(width, height, image.getRGB(0, 0, width, height, null, 0, width));
	}

	private static ImageProcessor merge(final List<ImageProcessor> channels) {
		final ImageProcessor first = channels.get(0);
		final int[] pixels = new int[first.getPixelCount()];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = first.get(i) << 16 | channels.get(1).get(i) << 8 | channels.get(2).get(i);
		return new ColorProcessor(first.getWidth(), first.getHeight(), pixels);
	}

	private static ImageProcessor channel(final Raster raster, final int band, final int offset, final boolean signed) {
		final int width = raster.getWidth();
		final int height = raster.getHeight();
		final int bits = raster.getSampleModel().getSampleSize(band);
		final int type = raster.getSampleModel().getDataType();
		if (type == DataBuffer.TYPE_FLOAT || type == DataBuffer.TYPE_DOUBLE)
			return new FloatProcessor(width, height, raster.getSamples(0, 0, width, height, band, (float[]) null));
		final int[] samples = raster.getSamples(0, 0, width, height, band, (int[]) null);
		if (bits > Short.SIZE)
			return wide(samples, width, height, signed);
		if (bits <= Byte.SIZE) {
			final byte[] pixels = new byte[samples.length];
			for (int i = 0; i < pixels.length; i++)
				pixels[i] = (byte) (samples[i] + offset);
			return new ByteProcessor(width, height, pixels);
		}
		final short[] pixels = new short[samples.length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (short) (samples[i] + offset);
		return new ShortProcessor(width, height, pixels, null);
	}

	private static ImageProcessor wide(final int[] samples, final int width, final int height, final boolean signed) {
		final float[] pixels = new float[samples.length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = signed ? samples[i] : Integer.toUnsignedLong(samples[i]);
		return new FloatProcessor(width, height, pixels);
	}

	private static boolean[] visible(final IndexColorModel palette, final Raster raster) {
		if (!palette.hasAlpha())
			return null;
		final int[] indices = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), 0, (int[]) null);
		final boolean[] visible = new boolean[indices.length];
		for (int i = 0; i < visible.length; i++)
			visible[i] = palette.getAlpha(indices[i]) != 0;
		return visible;
	}

	private static boolean[] visible(final BufferedImage packed) {
		if (!packed.getColorModel().hasAlpha())
			return null;
		return visible(packed.getAlphaRaster(), 0);
	}

	private static boolean[] visible(final Raster raster, final int alpha) {
		if (alpha < 0)
			return null;
		final double[] samples = raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), alpha, (double[]) null);
		final boolean[] visible = new boolean[samples.length];
		for (int i = 0; i < visible.length; i++)
			visible[i] = samples[i] != 0;
		return visible;
	}
}
