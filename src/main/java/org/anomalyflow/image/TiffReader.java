package org.anomalyflow.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import javax.imageio.stream.FileImageInputStream;
import javax.imageio.stream.ImageInputStream;

import ij.ImagePlus;
import ij.measure.Calibration;

/**
 * Reads TIFFs: uncompressed ones of ImageJ with ImageJ's reader, which alone knows their stacks of one directory; all
 * others page by page with {@link TiffDecoding}, large stacks when each page is wanted. Both keep what ImageJ noted: calibration, labels, dimensions, channels,
 * overlays.
 */
final class TiffReader {

	/** Pages that are larger together are decoded one by one when they are wanted. */
	private static final long MOST_IN_MEMORY = 256L << 20;

	private TiffReader() {}

	static DecodedImage read(final Path file) throws IOException {
		return read(file, MOST_IN_MEMORY);
	}

	/** @param mostInMemory bytes of all pages above which they are decoded one by one */
	static DecodedImage read(final Path file, final long mostInMemory) throws IOException {
		final List<TiffDirectory> all = directories(file);
		final List<TiffDirectory> pages = TiffPages.select(all);
		final TiffDirectory first = pages.get(0);
		final TiffKind kind = TiffKind.of(first);
		final Orientation orientation = Orientation.of(first.first(TiffDirectory.ORIENTATION, 1));
		boolean lossy = false;
		for (final TiffDirectory page : pages)
			lossy |= isLossy(page.first(TiffDirectory.COMPRESSION, 1));
		final boolean isLarge = pages.size() > 1 && bytes(pages) > mostInMemory;
		final ImagejTiff byImagej = ImagejTiff.of(file, first);
		if (byImagej.isPlain() && orientation == Orientation.UPRIGHT && pages.size() == all.size() && !isLarge)
			return new DecodedImage(byImagej.read(mostInMemory), null, kind.offset(), false, orientation);
		final PageStack stack = isLarge ? PageStack.of(new TiffStack(file, pages, orientation)) : decoded(file, pages, orientation);
		final ImagePlus image = byImagej.annotate(stack.image(file.getFileName().toString()));
		if (orientation.swapsSides())
			swapSides(image.getCalibration());
		return new DecodedImage(image, stack.visible(), kind.offset(), lossy, orientation);
	}

	private static PageStack decoded(final Path file, final List<TiffDirectory> pages, final Orientation orientation) throws IOException {
		final PageStack stack = new PageStack();
		try (TiffDecoding decoding = new TiffDecoding(file)) {
			for (final TiffDirectory page : pages)
				stack.add(decoding.read(page, TiffKind.of(page)).turn(orientation));
		}
		return stack;
	}

	/** What the pages need when they are decoded. */
	private static long bytes(final List<TiffDirectory> pages) {
		return pages.stream().mapToLong(page -> (long) page.first(TiffDirectory.WIDTH, 0) * page.first(TiffDirectory.HEIGHT, 0) *
			page.samples() * Math.max(Byte.SIZE, page.bits()) / Byte.SIZE).sum();
	}

	private static boolean isLossy(final int compression) {
		return compression == TiffKind.JPEG || compression == TiffKind.OLD_JPEG;
	}

	private static void swapSides(final Calibration calibration) {
		final double width = calibration.pixelWidth;
		calibration.pixelWidth = calibration.pixelHeight;
		calibration.pixelHeight = width;
	}

	/** The size of the first page that is a picture. */
	static ImageHeader header(final Path file) throws IOException {
		final TiffDirectory first = TiffPages.select(directories(file)).get(0);
		return ImageHeader.of(first.first(TiffDirectory.WIDTH, 0), first.first(TiffDirectory.HEIGHT, 0),
			Orientation.of(first.first(TiffDirectory.ORIENTATION, 1)));
	}

	private static List<TiffDirectory> directories(final Path file) throws IOException {
		if (Files.size(file) < Long.BYTES)
			throw new IOException("the file is cut off");
		try (ImageInputStream in = new FileImageInputStream(file.toFile())) {
			return TiffDirectory.readAll(in);
		}
	}
}
