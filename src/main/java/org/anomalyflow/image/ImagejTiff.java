package org.anomalyflow.image;

import java.awt.event.KeyEvent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.io.FileInfo;
import ij.io.FileOpener;
import ij.io.Opener;
import ij.io.TiffDecoder;
import ij.plugin.FileInfoVirtualStack;
import ij.measure.Calibration;

import org.anomalyflow.util.CancelledException;

/** A TIFF as ImageJ sees it: what it notes about an image, and the pixels of files that it wrote without compression. */
final class ImagejTiff {

	/** What ImageJ itself writes, and reads back exactly. */
	private static final Set<Integer> OWN_TYPES = Set.of(FileInfo.GRAY8, FileInfo.GRAY16_SIGNED, FileInfo.GRAY16_UNSIGNED,
		FileInfo.GRAY32_FLOAT, FileInfo.COLOR8, FileInfo.RGB);
	private static final int MAX_MERGED = 7;

	private final Path file;
	private final FileInfo[] pages;
	private final boolean own;

	private ImagejTiff(final Path file, final FileInfo[] pages, final boolean own) {
		this.file = file;
		this.pages = pages;
		this.own = own;
	}

	static ImagejTiff of(final Path file, final TiffDirectory first) {
		final boolean unsigned = first.bits() != Byte.SIZE || first.sampleFormat() == 1;
		// ImageJ does not write such files, and tells of them in its log
		final FileInfo[] pages = first.predictsFloats() ? null : pages(file);
		if (pages != null && new ImagePlus().getGlobalCalibration() != null)
			// a calibration in the file would make ImageJ ask whether to drop the user's global one
			for (final FileInfo page : pages)
				page.pixelWidth = 0;
		return new ImagejTiff(file, pages, first.isByImageJ() && unsigned);
	}

	/** The pages as ImageJ sees them, or null if it cannot read this kind of TIFF. */
	private static FileInfo[] pages(final Path file) {
		final String folder = String.valueOf(file.toAbsolutePath().getParent());
		try {
			return new TiffDecoder(IJ.addSeparator(folder), file.getFileName().toString()).getTiffInfo();
		}
		catch (final IOException | RuntimeException e) {
			// it knows fewer kinds of TIFF than the other reader, whose pixels then come without its notes
			return null;
		}
	}

	/** Whether ImageJ reads the pixels exactly. */
	boolean isPlain() {
		if (pages == null || !own)
			return false;
		for (final FileInfo page : pages)
			if (page.compression != FileInfo.COMPRESSION_NONE || !OWN_TYPES.contains(page.fileType) || !isContiguous(page))
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

	/**
	 * Reads a file that {@link #isPlain()}.
	 *
	 * @param mostInMemory bytes of all slices above which they are read one by one when they are wanted
	 */
	ImagePlus read(final long mostInMemory) throws IOException {
		checkComplete();
		final FileInfo first = pages[0];
		if (pages.length == 1 && first.nImages > 1 &&
			(long) first.width * first.height * first.getBytesPerPixel() * first.nImages > mostInMemory)
			return annotate(new ImagePlus(file.getFileName().toString(), new FileInfoVirtualStack(slices(first))));
		final boolean escaped = IJ.escapePressed();
		final ImagePlus opened = pages.length > 1 ? new Opener().openTiffStack(pages) : new FileOpener(pages[0]).openImage();
		if (opened == null && !escaped && IJ.escapePressed())
			throw new CancelledException("Reading " + file);
		if (escaped)
			// reading a stack forgets the key that a loop over files still has to see
			IJ.setKeyDown(KeyEvent.VK_ESCAPE);
		if (opened == null)
			throw new IOException("its pages differ in size or type, or their data are damaged; save them as files of " + "their own");
		return opened.getNChannels() > 1 && !opened.isComposite() && opened.getBitDepth() != 24 ? new CompositeImage(opened, mode()) : opened;
	}

	/** The slices of a page that ImageJ describes once. */
	private static FileInfo[] slices(final FileInfo all) {
		final FileInfo[] slices = new FileInfo[all.nImages];
		final long bytes = (long) all.width * all.height * all.getBytesPerPixel() + all.getGap();
		for (int i = 0; i < slices.length; i++) {
			slices[i] = (FileInfo) all.clone();
			slices[i].nImages = 1;
			slices[i].longOffset = all.getOffset() + i * bytes;
			slices[i].offset = 0;
			slices[i].stripOffsets = null;
			slices[i].stripLengths = null;
		}
		return slices;
	}

	private void checkComplete() throws IOException {
		final long length = Files.size(file);
		for (final FileInfo page : pages) {
			if (page.width < 1 || page.height < 1)
				throw new IOException("it has " + page.width + " x " + page.height + " pixels");
			final long pageBytes = (long) page.width * page.height * page.getBytesPerPixel();
			final long end = page.getOffset() + pageBytes * Math.max(1, page.nImages) + page.getGap() * (long) Math.max(0, page.nImages - 1);
			if (end > length)
				throw new IOException("the file is cut off: it has " + length + " bytes, its pixels need " + end);
		}
	}

	/**
	 * Gives an image of pixels that another reader decoded what ImageJ notes in the file: calibration, labels, overlay,
	 * selection, and, where their product is the number of slices, channels, z and time.
	 *
	 * @return the image itself or a composite of it
	 */
	ImagePlus annotate(final ImagePlus decoded) {
		if (pages == null || pages.length == 0)
			return decoded;
		final ImagePlus notes = notes(decoded.getStackSize());
		if (notes == null)
			return decoded;
		final Calibration calibration = notes.getCalibration();
		calibration.setFunction(Calibration.NONE, null, null);
		if (calibration.getUnit().isBlank())
			// a resolution without a unit
			calibration.setUnit(null);
		decoded.setCalibration(calibration);
		if (!own)
			return decoded;
		final ImageStack stack = decoded.getStack();
		for (int i = 1; i <= stack.getSize(); i++)
			stack.setSliceLabel(notes.getStack().getSliceLabel(i), i);
		decoded.setOverlay(notes.getOverlay());
		decoded.setRoi(notes.getRoi());
		decoded.setProperty("Info", notes.getInfoProperty());
		return decoded.isComposite() ? decoded : withDimensions(decoded, notes);
	}

	private ImagePlus withDimensions(final ImagePlus decoded, final ImagePlus notes) {
		final int channels = notes.getNChannels();
		if (channels * notes.getNSlices() * notes.getNFrames() != decoded.getStackSize() || decoded.getStackSize() == 1)
			return decoded;
		decoded.setDimensions(channels, notes.getNSlices(), notes.getNFrames());
		decoded.setOpenAsHyperStack(notes.getOpenAsHyperStack());
		if (channels == 1 || channels > MAX_MERGED && mode() == IJ.COMPOSITE || decoded.getBitDepth() == 24)
			return decoded;
		decoded.setFileInfo(pages[0]);
		return new CompositeImage(decoded, mode());
	}

	/** ImageJ's own reading of the file with one black pixel per slice in place of the compressed ones. */
	private ImagePlus notes(final int slices) {
		final FileInfo stub = (FileInfo) pages[0].clone();
		stub.width = 1;
		stub.height = 1;
		stub.compression = FileInfo.COMPRESSION_NONE;
		stub.fileType = FileInfo.GRAY8;
		stub.nImages = slices;
		stub.offset = 0;
		stub.longOffset = 0;
		stub.gapBetweenImages = 0;
		stub.longGap = 0;
		stub.stripOffsets = null;
		stub.stripLengths = null;
		stub.inputStream = new ByteArrayInputStream(new byte[slices]);
		final boolean escaped = IJ.escapePressed();
		try {
			return new FileOpener(stub).openImage();
		}
		finally {
			if (escaped)
				IJ.setKeyDown(KeyEvent.VK_ESCAPE);
		}
	}

	private int mode() {
		final String description = String.valueOf(pages[0].description);
		if (description.contains("mode=gray"))
			return IJ.GRAYSCALE;
		return description.contains("mode=color") ? IJ.COLOR : IJ.COMPOSITE;
	}
}
