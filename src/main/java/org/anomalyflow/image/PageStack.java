package org.anomalyflow.image;

import java.io.IOException;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;

/** Pages of one size and type, put together to an ImageJ image. */
final class PageStack {

	private ImageStack stack;
	private PixelPage first;
	private int pages;

	/** Of pages that are read when they are wanted. */
	static PageStack of(final TiffStack lazy) {
		final PageStack all = new PageStack();
		all.stack = lazy;
		all.first = lazy.first();
		all.pages = lazy.pages();
		return all;
	}

	/** @throws IOException if the page does not fit the others */
	void add(final PixelPage page) throws IOException {
		final ImageProcessor processor = page.channels().get(0);
		if (stack == null) {
			first = page;
			stack = new ImageStack(processor.getWidth(), processor.getHeight());
		}
		pages++;
		if (processor.getWidth() != stack.getWidth() || processor.getHeight() != stack.getHeight() ||
			processor.getBitDepth() != first.channels().get(0).getBitDepth() || page.channels().size() != first.channels().size())
			throw new IOException("page " + pages + " has " + processor.getWidth() + " x " + processor.getHeight() + " px and " +
				processor.getBitDepth() + " bits, the first " + stack.getWidth() + " x " + stack.getHeight() + " px and " +
				first.channels().get(0).getBitDepth() + " bits; save the pages as files of their own");
		for (final ImageProcessor channel : page.channels())
			stack.addSlice(channel);
	}

	/** Transparency of the first page; null for none. */
	boolean[] visible() {
		return first.visible();
	}

	/**
	 * The image: red, green and blue of more than 8 bits as a composite, channels of gray as channels that are shown one by
	 * one.
	 *
	 * @throws IOException if there was no page
	 */
	ImagePlus image(final String name) throws IOException {
		if (stack == null)
			throw new IOException("it holds no image");
		final ImagePlus image = new ImagePlus(name, stack);
		final int channels = first.channels().size();
		if (channels == 1)
			return image;
		image.setDimensions(channels, pages, 1);
		return new CompositeImage(image, first.rgb() ? IJ.COMPOSITE : IJ.GRAYSCALE);
	}
}
