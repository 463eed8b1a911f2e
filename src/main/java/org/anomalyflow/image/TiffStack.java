package org.anomalyflow.image;

import java.awt.image.ColorModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import ij.VirtualStack;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/** The pages of a TIFF as a stack, each decoded when it is wanted; the last one is kept. What is drawn on slices is not. */
final class TiffStack extends VirtualStack {

	private final Path file;
	private final List<TiffDirectory> pages;
	private final Orientation orientation;
	private final PixelPage first;
	private final String[] labels;
	private int lastNumber;
	private PixelPage last;

	/**
	 * @param pages of one size and type
	 * @param orientation how they are turned
	 * @throws IOException if the first page cannot be read
	 */
	TiffStack(final Path file, final List<TiffDirectory> pages, final Orientation orientation) throws IOException {
		this.file = file;
		this.pages = pages;
		this.orientation = orientation;
		first = decode(0);
		last = first;
		labels = new String[getSize()];
	}

	private PixelPage decode(final int number) throws IOException {
		try (TiffDecoding decoding = new TiffDecoding(file)) {
			final TiffDirectory page = pages.get(number);
			return decoding.read(page, TiffKind.of(page)).turn(orientation);
		}
	}

	/** How many pages there are. */
	int pages() {
		return pages.size();
	}

	/** The first page, upright. */
	PixelPage first() {
		return first;
	}

	@Override
	public ImageProcessor getProcessor(final int slice) {
		final int channels = first.channels().size();
		return page((slice - 1) / channels).channels().get((slice - 1) % channels).duplicate();
	}

	private PixelPage page(final int number) {
		if (number == 0)
			return first;
		if (number != lastNumber)
			try {
				last = decode(number);
				lastNumber = number;
			}
			catch (final IOException e) {
				throw new AnomalyFlowException("Cannot read page " + (number + 1) + " of the image " + file + ": " + Messages.reason(e) +
					". Replace the file by an intact one, or take it out of the folder.", e);
			}
		return last;
	}

	@Override
	public Object getPixels(final int slice) {
		return getProcessor(slice).getPixels();
	}

	@Override
	public int getSize() {
		return pages.size() * first.channels().size();
	}

	@Override
	public int size() {
		return getSize();
	}

	@Override
	public int getWidth() {
		return first.channels().get(0).getWidth();
	}

	@Override
	public int getHeight() {
		return first.channels().get(0).getHeight();
	}

	@Override
	public int getBitDepth() {
		return first.channels().get(0).getBitDepth();
	}

	@Override
	public ColorModel getColorModel() {
		return first.channels().get(0) instanceof ByteProcessor ? first.channels().get(0).getColorModel() : null;
	}

	@Override
	public String getSliceLabel(final int slice) {
		return labels[slice - 1];
	}

	@Override
	public void setSliceLabel(final String label, final int slice) {
		labels[slice - 1] = label;
	}
}
