package org.anomalyflow.image;

import java.util.ArrayList;
import java.util.List;

import ij.process.ImageProcessor;

/** Puts a page together from bands of rows, so that a large one is there once, in the form in which it stays. */
final class PageBands {

	private final int width;
	private final int height;
	private final List<ImageProcessor> channels = new ArrayList<>();
	private boolean[] visible;
	private boolean rgb;

	/**
	 * @param width of the page in pixels
	 * @param height of the page in pixels
	 */
	PageBands(final int width, final int height) {
		this.width = width;
		this.height = height;
	}

	/**
	 * Adds rows.
	 *
	 * @param band as wide as the page
	 * @param y its first row
	 */
	void add(final PixelPage band, final int y) {
		if (channels.isEmpty()) {
			rgb = band.rgb();
			visible = band.visible() == null ? null : new boolean[width * height];
			for (final ImageProcessor channel : band.channels()) {
				final ImageProcessor whole = channel.createProcessor(width, height);
				whole.setLut(channel.getLut());
				channels.add(whole);
			}
		}
		final int rows = band.channels().get(0).getHeight();
		for (int c = 0; c < channels.size(); c++)
			System.arraycopy(band.channels().get(c).getPixels(), 0, channels.get(c).getPixels(), y * width, rows * width);
		if (visible != null)
			System.arraycopy(band.visible(), 0, visible, y * width, rows * width);
	}

	/** The page of all bands. */
	PixelPage page() {
		return new PixelPage(channels, visible, rgb);
	}
}
