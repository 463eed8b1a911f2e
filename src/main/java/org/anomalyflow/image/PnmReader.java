package org.anomalyflow.image;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;

/**
 * Reads PBM, PGM and PPM files (P1 to P6). A largest value up to 255 gives 8 bits, a larger one 16; values are kept, not
 * stretched. In PBM a 1 is black, 0.
 */
final class PnmReader {

	private static final int COMMENT = '#';

	private final InputStream in;
	private final boolean ascii;
	private final boolean bits;
	private final int channels;

	private PnmReader(final InputStream in, final int kind) {
		this.in = in;
		ascii = kind <= 3;
		bits = kind == 1 || kind == 4;
		channels = kind == 3 || kind == 6 ? 3 : 1;
	}

	static DecodedImage read(final Path file) throws IOException {
		return open(file, reader -> {
			final PageStack pages = new PageStack();
			pages.add(reader.page());
			return new DecodedImage(pages.image(file.getFileName().toString()), null, 0, false, Orientation.UPRIGHT);
		});
	}

	static ImageHeader header(final Path file) throws IOException {
		return open(file, reader -> new ImageHeader(reader.number(), reader.number(), Orientation.UPRIGHT));
	}

	private interface Part<T> {

		T read(PnmReader reader) throws IOException;
	}

	private static <T> T open(final Path file, final Part<T> part) throws IOException {
		try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
			in.skipNBytes(1);
			return part.read(new PnmReader(in, in.read() - '0'));
		}
		catch (final EOFException e) {
			throw new IOException("the file is cut off", e);
		}
	}

	private PixelPage page() throws IOException {
		final int width = number();
		final int height = number();
		final int max = bits ? 1 : number();
		if (width < 1 || height < 1 || max < 1 || max > 65535 || (long) width * height * channels > Integer.MAX_VALUE)
			throw new IOException("its header says " + width + " x " + height + " px with values up to " + max);
		final int[][] samples = new int[channels][width * height];
		for (int y = 0; y < height; y++)
			if (bits && !ascii)
				packedRow(samples[0], y * width, width);
			else
				for (int i = y * width; i < (y + 1) * width; i++)
					for (int c = 0; c < channels; c++)
						samples[c][i] = sample(max);
		return page(width, height, samples, max);
	}

	private static PixelPage page(final int width, final int height, final int[][] samples, final int max) {
		if (samples.length == 1)
			return PixelPage.of(gray(width, height, samples[0], max));
		if (max < 256)
			return PixelPage.of(color(width, height, samples));
		return new PixelPage(Arrays.stream(samples).map(channel -> gray(width, height, channel, max)).toList(), null, true);
	}

	private int sample(final int max) throws IOException {
		if (bits)
			return 255 * (1 - bit());
		if (ascii) {
			final int value = number();
			if (value > max)
				throw new IOException("it has the value " + value + ", its header says that " + max + " is the largest");
			return value;
		}
		return max < 256 ? next() : next() << 8 | next();
	}

	private void packedRow(final int[] samples, final int offset, final int width) throws IOException {
		int packed = 0;
		for (int x = 0; x < width; x++) {
			if (x % 8 == 0)
				packed = next();
			samples[offset + x] = (packed >> 7 - x % 8 & 1) == 1 ? 0 : 255;
		}
	}

	private static ImageProcessor gray(final int width, final int height, final int[] samples, final int max) {
		if (max < 256) {
			final byte[] pixels = new byte[samples.length];
			for (int i = 0; i < pixels.length; i++)
				pixels[i] = (byte) samples[i];
			return new ByteProcessor(width, height, pixels);
		}
		final short[] pixels = new short[samples.length];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (short) samples[i];
		return new ShortProcessor(width, height, pixels, null);
	}

	private static ImageProcessor color(final int width, final int height, final int[][] samples) {
		final int[] pixels = new int[width * height];
		for (int i = 0; i < pixels.length; i++)
			pixels[i] = (samples[0][i] & 0xff) << 16 | (samples[1][i] & 0xff) << 8 | samples[2][i] & 0xff;
		return new ColorProcessor(width, height, pixels);
	}

	/** A decimal number after any white space and comments; the character that ends it is consumed, as the format has it. */
	private int number() throws IOException {
		int c = afterSpace();
		long value = 0;
		if (!isDigit(c))
			throw new IOException("there is no number where one belongs");
		while (isDigit(c)) {
			value = Math.min(Integer.MAX_VALUE, value * 10 + c - '0');
			c = in.read();
		}
		return (int) value;
	}

	/** One digit of a P1 file, which may stand without spaces. */
	private int bit() throws IOException {
		final int c = afterSpace();
		if (c != '0' && c != '1')
			throw new IOException("there is no 0 or 1 where one belongs");
		return c - '0';
	}

	private int afterSpace() throws IOException {
		int c = next();
		while (Character.isWhitespace(c) || c == COMMENT) {
			if (c == COMMENT)
				while (c != '\n' && c != '\r')
					c = next();
			c = next();
		}
		return c;
	}

	private int next() throws IOException {
		final int c = in.read();
		if (c < 0)
			throw new EOFException();
		return c;
	}

	private static boolean isDigit(final int c) {
		return c >= '0' && c <= '9';
	}
}
