package org.anomalyflow.image;

import java.awt.Color;
import java.awt.image.IndexColorModel;

import ij.process.LUT;

/** The colours of numbered regions: black for none, then bright hues of which neighbours are far apart. */
final class LabelLut {

	/** The golden ratio's share of the circle of hues: however many are taken, they are spread evenly. */
	private static final double STEP = 0.618034;

	private LabelLut() {}

	/**
	 * A new lookup table.
	 *
	 * @param most the largest number to show; from 256 on neighbouring numbers share colours
	 */
	static LUT create(final int most) {
		final byte[] red = new byte[256];
		final byte[] green = new byte[256];
		final byte[] blue = new byte[256];
		for (int i = 1; i < 256; i++) {
			final Color color = Color.getHSBColor((float) (i * STEP % 1), i % 2 == 0 ? 0.55f : 0.9f, 1);
			red[i] = (byte) color.getRed();
			green[i] = (byte) color.getGreen();
			blue[i] = (byte) color.getBlue();
		}
		return new LUT(new IndexColorModel(8, 256, red, green, blue), 0, Math.max(255, most));
	}
}
