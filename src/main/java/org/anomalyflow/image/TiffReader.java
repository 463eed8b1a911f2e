package org.anomalyflow.image;

import java.awt.event.KeyEvent;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.Opener;
import ij.io.TiffDecoder;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;

import org.anomalyflow.util.CancelledException;

/**
 * Reads TIFFs: those of plain layout (all that ImageJ writes) with ImageJ's reader, which keeps calibration, labels and
 * composites; compressed, tiled and other ones with the Java runtime's, which reports damaged data where ImageJ's shows a
 * log window.
 */
final class TiffReader {

	private static final int ENTRY_BYTES = 12;

	private TiffReader() {}

	static ImagePlus read(final Path file) throws IOException {
		checkChain(file);
		final FileInfo[] pages = pages(file);
		return pages != null && isPlain(pages) ? readPlain(file, pages) : RasterReader.read(file, "tiff");
	}

	/** Follows the chain of page directories: around in a circle both readers would go for ever. */
	private static void checkChain(final Path file) throws IOException {
		try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
			final boolean littleEndian = in.read() == 'I';
			final Set<Long> visited = new HashSet<>();
			in.seek(4);
			long directory = unsigned(in, 4, littleEndian);
			while (directory != 0) {
				if (!visited.add(directory))
					throw new IOException("its pages refer to one another in a circle");
				in.seek(directory);
				final long entries = unsigned(in, 2, littleEndian);
				in.seek(directory + 2 + entries * ENTRY_BYTES);
				directory = unsigned(in, 4, littleEndian);
			}
		}
		catch (final EOFException e) {
			throw new IOException("the file is cut off", e);
		}
	}

	private static long unsigned(final RandomAccessFile in, final int bytes, final boolean littleEndian)
		throws IOException
	{
		long value = 0;
		for (int i = 0; i < bytes; i++)
			value |= (long) in.readUnsignedByte() << 8 * (littleEndian ? i : bytes - 1 - i);
		return value;
	}

	/** The pages as ImageJ sees them, or null if it cannot read this kind of TIFF. */
	private static FileInfo[] pages(final Path file) {
		final String folder = String.valueOf(file.toAbsolutePath().getParent());
		try {
			return new TiffDecoder(IJ.addSeparator(folder), file.getFileName().toString()).getTiffInfo();
		}
		catch (final IOException | RuntimeException e) {
			// not the end: the other reader knows more kinds and says what is wrong
			return null;
		}
	}

	private static boolean isPlain(final FileInfo[] pages) {
		for (final FileInfo page : pages)
			if (page.compression != FileInfo.COMPRESSION_NONE || !isContiguous(page))
				return false;
		return true;
	}

	/** ImageJ reads uncompressed strips as one block. */
	private static boolean isContiguous(final FileInfo page) {
		if (page.stripOffsets == null || page.stripOffsets.length < 2)
			return true;
		if (page.stripLengths == null || page.stripLengths.length != page.stripOffsets.length)
			return false;
		for (int i = 1; i < page.stripOffsets.length; i++)
			if (page.stripOffsets[i] != page.stripOffsets[i - 1] + page.stripLengths[i - 1])
				return false;
		return true;
	}

	private static ImagePlus readPlain(final Path file, final FileInfo[] pages) throws IOException {
		checkComplete(file, pages);
		final boolean deepRgb = isDeepRgb(pages[0]);
		if (new ImagePlus().getGlobalCalibration() != null)
			// a calibration in the file would make ImageJ ask whether to drop the user's global one
			for (final FileInfo page : pages)
				page.pixelWidth = 0;
		final boolean escaped = IJ.escapePressed();
		final ImagePlus opened = pages.length > 1 ? new Opener().openTiffStack(pages) : new FileOpener(pages[0])
			.openImage();
		if (opened == null && !escaped && IJ.escapePressed())
			throw new CancelledException("Reading " + file);
		if (escaped)
			// reading a stack forgets the key that a loop over files still has to see
			IJ.setKeyDown(KeyEvent.VK_ESCAPE);
		if (opened == null)
			throw new IOException("its pages differ in size or type, or their data are damaged; save them as files of " +
				"their own");
		if (deepRgb)
			return toRgb(opened, pages.length);
		return opened.getNChannels() > 1 && !opened.isComposite() && opened.getBitDepth() != 24 ? new CompositeImage(
			opened, mode(pages[0])) : opened;
	}

	private static void checkComplete(final Path file, final FileInfo[] pages) throws IOException {
		final long length = Files.size(file);
		for (final FileInfo page : pages) {
			if (page.width < 1 || page.height < 1)
				throw new IOException("it has " + page.width + " x " + page.height + " pixels");
			final long end = page.getOffset() + pageBytes(page) * Math.max(1, page.nImages) + page.getGap() * (long) Math
				.max(0, page.nImages - 1);
			if (end > length)
				throw new IOException("the file is cut off: it has " + length + " bytes, its pixels need " + end);
		}
	}

	private static long pageBytes(final FileInfo page) {
		final long pixels = (long) page.width * page.height;
		switch (page.fileType) {
			case FileInfo.BITMAP:
				return (page.width + 7) / 8 * (long) page.height;
			case FileInfo.GRAY12_UNSIGNED:
				return pixels * 3 / 2;
			case FileInfo.GRAY10_UNSIGNED:
				return pixels * 5 / 4;
			case FileInfo.RGB48:
			case FileInfo.RGB48_PLANAR:
				return pixels * 2 * page.samplesPerPixel;
			default:
				return pixels * page.getBytesPerPixel();
		}
	}

	/** RGB with 16 bits per channel and no display ranges, that is, not a composite that ImageJ saved. */
	private static boolean isDeepRgb(final FileInfo page) {
		return (page.fileType == FileInfo.RGB48 || page.fileType == FileInfo.RGB48_PLANAR) && page.displayRanges == null;
	}

	/** Reduces 16 to 8 bits by the high byte; a fourth channel is transparency. */
	private static ImagePlus toRgb(final ImagePlus deep, final int pages) {
		final ImageStack channels = deep.getStack();
		final int perPage = channels.getSize() / pages;
		final ImageStack colors = new ImageStack(deep.getWidth(), deep.getHeight());
		for (int page = 0; page < pages; page++) {
			final int[] pixels = new int[deep.getWidth() * deep.getHeight()];
			for (int c = 0; c < 3; c++) {
				final ImageProcessor channel = channels.getProcessor(page * perPage + c + 1);
				for (int i = 0; i < pixels.length; i++)
					pixels[i] |= channel.get(i) >> 8 << 16 - 8 * c;
			}
			colors.addSlice(new ColorProcessor(deep.getWidth(), deep.getHeight(), pixels));
		}
		final ImagePlus rgb = new ImagePlus(deep.getTitle(), colors);
		rgb.setCalibration(deep.getCalibration());
		return rgb;
	}

	private static int mode(final FileInfo page) {
		final String description = String.valueOf(page.description);
		if (description.contains("mode=gray"))
			return IJ.GRAYSCALE;
		return description.contains("mode=color") ? IJ.COLOR : IJ.COMPOSITE;
	}
}
