package org.anomalyflow.image;

import java.awt.Rectangle;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.nio.file.Path;

import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

import com.twelvemonkeys.imageio.plugins.tiff.BigTIFFImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.tiff.TIFFImageReaderSpi;

import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

/**
 * Decodes pages of a TIFF with the reader of TwelveMonkeys ImageIO. Taken are the samples as they are stored, whose
 * meaning comes from the page's directory, because a picture made of them for the screen scales, clips or converts.
 */
final class TiffDecoding implements AutoCloseable {

	/** LZW shrinks 4096 bytes to 12 bits at best, and a byte holds at most 8 pixels. */
	private static final long MOST_PIXELS_PER_BYTE = 4096 * 8;
	private static final int MAX_BYTE = 255;
	private static final int BIG = 43;

	private static final long BAND_PIXELS = 1 << 21;

	private final ImageInputStream in;
	private final ImageReader reader;
	private final long bandPixels;

	TiffDecoding(final Path file) throws IOException {
		this(file, BAND_PIXELS);
	}

	/** @param bandPixels pages of more pixels are decoded in bands of about so many */
	TiffDecoding(final Path file, final long bandPixels) throws IOException {
		this.bandPixels = bandPixels;
		in = new FileImageInputStream(file.toFile());
		in.mark();
		final boolean littleEndian = in.readUnsignedShort() == ('I' << 8 | 'I');
		final int version = in.readUnsignedShort();
		in.reset();
		final boolean big = (littleEndian ? version >> 8 : version) == BIG;
		reader = ImageFormat.create(big ? new BigTIFFImageReaderSpi() : new TIFFImageReaderSpi());
		reader.setInput(in);
	}

	/** One page, as it is stored. */
	PixelPage read(final TiffDirectory page, final TiffKind kind) throws IOException {
		checkSize(page, kind);
		try {
			return pixels(page, kind);
		}
		catch (final IOException | RuntimeException e) {
			throw RasterReader.failure(e, "tiff");
		}
	}

	private void checkSize(final TiffDirectory page, final TiffKind kind) throws IOException {
		final long width = page.first(TiffDirectory.WIDTH, 0);
		final long height = page.first(TiffDirectory.HEIGHT, 0);
		final long length = in.length();
		if (width < 1 || height < 1)
			throw new IOException("it has " + width + " x " + height + " pixels");
		final boolean plain = page.first(TiffDirectory.COMPRESSION, 1) == TiffKind.NO_COMPRESSION;
		// of colour differences there may be fewer than pixels
		final int whole = kind.colour() == TiffKind.Colour.YCBCR ? 1 : kind.channels();
		final long least = plain ? width * height * kind.bits() / Byte.SIZE * whole : width * height / MOST_PIXELS_PER_BYTE;
		final long needed = Math.max(page.end(), least);
		if (needed > length)
			throw new IOException("the file is cut off: it has " + length + " bytes, its pixels need " + needed);
	}

	private PixelPage pixels(final TiffDirectory page, final TiffKind kind) throws IOException {
		final boolean jpeg = page.first(TiffDirectory.COMPRESSION, 1) == TiffKind.JPEG;
		if (kind.colour() == TiffKind.Colour.YCBCR && !jpeg)
			return PixelPage.of(reader.read(page.index()));
		final int width = page.first(TiffDirectory.WIDTH, 0);
		final int height = page.first(TiffDirectory.HEIGHT, 0);
		final int rows = bandRows(page, width, height);
		if (rows >= height)
			return pixels(page, kind, null);
		final PageBands bands = new PageBands(width, height);
		for (int y = 0; y < height; y += rows) {
			final ImageReadParam band = reader.getDefaultReadParam();
			band.setSourceRegion(new Rectangle(0, y, width, Math.min(rows, height - y)));
			bands.add(pixels(page, kind, band), y);
		}
		return bands.page();
	}

	/** A whole number of strips or tiles of about as many pixels as may be there twice. */
	private int bandRows(final TiffDirectory page, final int width, final int height) {
		final int block = page.blockRows();
		return (int) Math.min(height, Math.max(1, bandPixels / width / block) * (long) block);
	}

	private PixelPage pixels(final TiffDirectory page, final TiffKind kind, final ImageReadParam band) throws IOException {
		final Raster raster = reader.readRaster(page.index(), band);
		if (kind.colour() == TiffKind.Colour.PALETTE)
			return PixelPage.of(PixelPage.palette(raster, palette(page, kind.bits())));
		final PixelPage stored = PixelPage.of(raster, kind.channels(), kind.alpha(), kind.offset(), kind.number() == TiffKind.Number.SIGNED);
		for (final ImageProcessor channel : stored.channels())
			if (channel instanceof ByteProcessor)
				toEightBits((byte[]) channel.getPixels(), kind);
		return stored;
	}

	/** Spreads values of fewer bits over 0 to 255 and inverts where 0 is white, as other programs show them. */
	private static void toEightBits(final byte[] pixels, final TiffKind kind) {
		final boolean inverted = kind.colour() == TiffKind.Colour.GRAY_WHITE_IS_ZERO;
		final int factor = kind.bits() < Byte.SIZE ? MAX_BYTE / ((1 << kind.bits()) - 1) : 1;
		if (factor == 1 && !inverted)
			return;
		for (int i = 0; i < pixels.length; i++) {
			final int value = (pixels[i] & MAX_BYTE) * factor;
			pixels[i] = (byte) (inverted ? MAX_BYTE - value : value);
		}
	}

	/** The colour map holds 16 bits per entry: all reds, then greens, then blues; some programs write 8 bits only. */
	private static IndexColorModel palette(final TiffDirectory page, final int bits) throws IOException {
		final long[] map = page.all(TiffDirectory.COLOUR_MAP);
		final int entries = 1 << bits;
		if (map.length < 3 * entries)
			throw new IOException("its palette has " + map.length + " values where " + 3 * entries + " belong");
		int shift = 0;
		for (final long value : map)
			if (value > MAX_BYTE)
				shift = Byte.SIZE;
		final byte[][] colours = new byte[3][entries];
		for (int c = 0; c < colours.length; c++)
			for (int i = 0; i < entries; i++)
				colours[c][i] = (byte) (map[c * entries + i] >> shift);
		return new IndexColorModel(Byte.SIZE, entries, colours[0], colours[1], colours[2]);
	}

	@Override
	public void close() throws IOException {
		reader.dispose();
		in.close();
	}
}
