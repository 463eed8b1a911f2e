package org.anomalyflow.image;

import ij.CompositeImage;
import ij.process.ImageProcessor;
import ij.process.LUT;

/**
 * Merges the channels of a composite to RGB as the screen shows them, without touching the image's current position: a
 * value v of an active channel with display range min..max takes entry 255 (v - min) / (max - min), rounded and limited to
 * 0..255, of the channel's lookup table; the colours of all channels are added and limited to 255.
 */
final class CompositeRenderer {

	private CompositeRenderer() {}

	/**
	 * @param first the 1-based stack index of the first channel at the position to render
	 * @return [height * width] colours, 0xRRGGBB
	 */
	static int[] render(final CompositeImage image, final int first) {
		final int[] colors = new int[image.getWidth() * image.getHeight()];
		final boolean[] active = image.getActiveChannels();
		for (int c = 0; c < image.getNChannels(); c++)
			if (active[c])
				add(image.getStack().getProcessor(first + c), image.getChannelLut(c + 1), colors);
		return colors;
	}

	private static void add(final ImageProcessor channel, final LUT lut, final int[] colors) {
		final int[] table = new int[256];
		lut.getRGBs(table);
		final double scale = lut.max > lut.min ? 255 / (lut.max - lut.min) : 0;
		for (int i = 0; i < colors.length; i++) {
			// a NaN becomes entry 0, as on the screen
			final int entry = (int) Math.max(0, Math.min(255, (channel.getf(i) - lut.min) * scale + 0.5));
			colors[i] = sum(colors[i], table[entry]);
		}
	}

	private static int sum(final int a, final int b) {
		final int red = Math.min(255, (a >> 16 & 0xff) + (b >> 16 & 0xff));
		final int green = Math.min(255, (a >> 8 & 0xff) + (b >> 8 & 0xff));
		final int blue = Math.min(255, (a & 0xff) + (b & 0xff));
		return red << 16 | green << 8 | blue;
	}
}
