package org.anomalyflow.image;

import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.PackedColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;

import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

import org.anomalyflow.util.Messages;

/**
 * Reads PNG, JPEG, GIF, BMP and the TIFFs that ImageJ does not, with the readers of the Java runtime. Pixel values are
 * taken from the raster, not through colour management, which would change gray values.
 */
final class RasterReader {

	/** Deflate shrinks at most to 1/1032, and a byte holds at most 8 pixels; the other formats shrink less. */
	private static final long MOST_PIXELS_PER_BYTE = 1032 * 8;

	private RasterReader() {}

	/** Reads all pages of a TIFF, of others the first. {@code format} is a name that {@link ImageIO} knows. */
	static ImagePlus read(final Path file, final String format) throws IOException {
		final ImageReader reader = reader(format);
		final List<String> warnings = new ArrayList<>();
		reader.addIIOReadWarningListener((source, warning) -> warnings.add(warning));
		try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
			reader.setInput(in);
			final int pages = format.equals("tiff") ? reader.getNumImages(true) : 1;
			ImageStack stack = null;
			for (int page = 0; page < pages; page++) {
				final ImageProcessor processor = toProcessor(decode(reader, page, format, in.length()));
				if (stack == null)
					stack = new ImageStack(processor.getWidth(), processor.getHeight());
				else
					checkSamePage(stack, processor, page);
				stack.addSlice(processor);
			}
			if (stack == null)
				throw new IOException("it holds no image");
			checkComplete(warnings);
			return new ImagePlus(file.getFileName().toString(), stack);
		}
		finally {
			reader.dispose();
		}
	}

	private static BufferedImage decode(final ImageReader reader, final int page, final String format,
		final long fileLength) throws IOException
	{
		try {
			final long width = reader.getWidth(page);
			final long height = reader.getHeight(page);
			if (!format.equals("tiff") && width * height > fileLength * MOST_PIXELS_PER_BYTE)
				throw new IOException("its header claims " + width + " x " + height + " px, more than " + fileLength +
					" bytes can hold");
			return reader.read(page);
		}
		catch (final IOException | RuntimeException e) {
			// decoders throw all kinds of unchecked exceptions at damaged data
			throw new IOException("its " + format.toUpperCase(Locale.ROOT) + " data are damaged, cut off or of a kind that " +
				"cannot be read (" + Messages.reason(e) + ")", e);
		}
	}

	private static ImageReader reader(final String format) throws IOException {
		final Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName(format);
		ImageReader first = null;
		while (readers.hasNext()) {
			final ImageReader reader = readers.next();
			// hosts may register others; the runtime's own are the same everywhere
			if (reader.getClass().getName().startsWith("com.sun.imageio."))
				return reader;
			if (first == null)
				first = reader;
		}
		if (first == null)
			throw new IOException("this Java runtime has no reader for " + format);
		return first;
	}

	private static void checkSamePage(final ImageStack stack, final ImageProcessor page, final int index)
		throws IOException
	{
		if (page.getWidth() != stack.getWidth() || page.getHeight() != stack.getHeight() ||
			page.getBitDepth() != stack.getBitDepth())
			throw new IOException("page " + (index + 1) + " has " + page.getWidth() + " x " + page.getHeight() + " px and " +
				page.getBitDepth() + " bits, the first " + stack.getWidth() + " x " + stack.getHeight() + " px and " +
				stack.getBitDepth() + " bits; save the pages as files of their own");
	}

	/** The JPEG decoder fills a cut file with gray and only warns. */
	private static void checkComplete(final List<String> warnings) throws IOException {
		for (final String warning : warnings)
			if (warning.contains("Truncated") || warning.contains("premature end"))
				throw new IOException("the file is cut off (" + warning + ")");
	}

	private static ImageProcessor toProcessor(final BufferedImage image) throws IOException {
		final ColorModel model = image.getColorModel();
		if (model instanceof IndexColorModel)
			return fromPalette(image.getRaster(), (IndexColorModel) model);
		if (model instanceof PackedColorModel)
			return fromPacked(image);
		if (model.getColorSpace().getType() == ColorSpace.TYPE_CMYK)
			throw new IOException("its colours are CMYK; save it as RGB");
		return image.getRaster().getNumBands() >= 3 ? fromRgb(image.getRaster()) : fromGray(image.getRaster());
	}

	private static ImageProcessor fromPalette(final Raster raster, final IndexColorModel palette) {
		final int[] indices = samples(raster, 0);
		final byte[] gray = grayPalette(palette);
		if (gray == null) {
			final int[] pixels = new int[indices.length];
			for (int i = 0; i < pixels.length; i++)
				pixels[i] = palette.getRGB(indices[i]);
			return new ColorProcessor(raster.getWidth(), raster.getHeight(), pixels);
		}
		final byte[] pixels = new byte[indices.length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = gray[indices[i]];
		return new ByteProcessor(raster.getWidth(), raster.getHeight(), pixels);
	}

	/** The gray values of a palette's colours, or null if one of them is not gray. */
	private static byte[] grayPalette(final IndexColorModel palette) {
		final byte[] gray = new byte[palette.getMapSize()];
		for (int i = 0; i < gray.length; i++) {
			if (palette.getRed(i) != palette.getGreen(i) || palette.getRed(i) != palette.getBlue(i))
				return null;
			gray[i] = (byte) palette.getRed(i);
		}
		return gray;
	}

	private static ImageProcessor fromPacked(final BufferedImage image) {
		final int width = image.getWidth();
		final int height = image.getHeight();
		return new ColorProcessor(width, height, image.getRGB(0, 0, width, height, null, 0, width));
	}

	private static ImageProcessor fromRgb(final Raster raster) throws IOException {
		final int bits = raster.getSampleModel().getSampleSize(0);
		if (bits != 8 && bits != 16)
			throw new IOException("it is RGB with " + bits + " bits per channel; save it as RGB with 8 bits per channel");
		final int shift = bits - 8;
		final int[] red = samples(raster, 0);
		final int[] green = samples(raster, 1);
		final int[] blue = samples(raster, 2);
		for (int i = 0; i < red.length; i++)
			red[i] = red[i] >> shift << 16 | green[i] >> shift << 8 | blue[i] >> shift;
		return new ColorProcessor(raster.getWidth(), raster.getHeight(), red);
	}

	private static ImageProcessor fromGray(final Raster raster) {
		final int width = raster.getWidth();
		final int height = raster.getHeight();
		switch (raster.getTransferType()) {
			case DataBuffer.TYPE_BYTE: {
				final int[] samples = samples(raster, 0);
				final byte[] pixels = new byte[samples.length];
				for (int i = 0; i < pixels.length; i++)
					pixels[i] = (byte) samples[i];
				return new ByteProcessor(width, height, pixels);
			}
			case DataBuffer.TYPE_USHORT:
			case DataBuffer.TYPE_SHORT: {
				final int offset = raster.getTransferType() == DataBuffer.TYPE_SHORT ? 32768 : 0;
				final int[] samples = samples(raster, 0);
				final short[] pixels = new short[samples.length];
				for (int i = 0; i < pixels.length; i++)
					pixels[i] = (short) (samples[i] + offset);
				return new ShortProcessor(width, height, pixels, null);
			}
			default:
				return new FloatProcessor(width, height, raster.getSamples(0, 0, width, height, 0, (float[]) null));
		}
	}

	private static int[] samples(final Raster raster, final int band) {
		return raster.getSamples(0, 0, raster.getWidth(), raster.getHeight(), band, (int[]) null);
	}
}
