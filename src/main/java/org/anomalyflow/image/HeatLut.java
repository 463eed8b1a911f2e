package org.anomalyflow.image;

import java.awt.Color;
import java.awt.image.IndexColorModel;

import ij.process.LUT;

/**
 * The colours of heatmaps: black over violet, red and orange to light yellow, interpolated between a few anchors whose
 * luminance rises steadily, so that the order of scores survives gray printing and colour blindness.
 */
public final class HeatLut {

	private static final int[] ANCHORS = { 0x000004, 0x280b54, 0x65156e, 0x9f2a63, 0xd44842, 0xf57d15, 0xfac127, 0xfcffa4 };

	private HeatLut() {}

	/** A new lookup table, with the display range {@code min} to {@code max}. */
	public static LUT create(final double min, final double max) {
		final byte[] red = new byte[256];
		final byte[] green = new byte[256];
		final byte[] blue = new byte[256];
		for (int i = 0; i < 256; i++) {
			final Color color = color(i / 255.0);
			red[i] = (byte) color.getRed();
			green[i] = (byte) color.getGreen();
			blue[i] = (byte) color.getBlue();
		}
		return new LUT(new IndexColorModel(8, 256, red, green, blue), min, max);
	}

	/**
	 * The colour of a position on the scale.
	 *
	 * @param position 0 (least anomalous) to 1; limited to that
	 */
	public static Color color(final double position) {
		final double scaled = Math.max(0, Math.min(1, position)) * (ANCHORS.length - 1);
		final int lower = Math.min((int) scaled, ANCHORS.length - 2);
		final double share = scaled - lower;
		return new Color(mix(lower, share, 16), mix(lower, share, 8), mix(lower, share, 0));
	}

	private static int mix(final int lower, final double share, final int shift) {
		final int a = ANCHORS[lower] >> shift & 0xff;
		final int b = ANCHORS[lower + 1] >> shift & 0xff;
		return (int) Math.round((1 - share) * a + share * b);
	}
}
