package org.anomalyflow.image;

import java.awt.image.IndexColorModel;

import ij.process.LUT;

/**
 * The colours of numbered regions on a black ground: each is as far as can be from black and from all before it, so that
 * neighbours in the picture are told apart whatever their numbers (Glasbey, van der Heijden, Toh and Gray, Colour displays for
 * categorical images, Color Research and Application 32, 2007). Distances are those of CIELAB.
 */
final class LabelLut {

	private static final int COLORS = 256;
	/** Red, green and blue of the colours to choose from are multiples of it, and 255. */
	private static final int STEP = 15;
	/** The least lightness, of 100: darker ones would not be seen on black. */
	private static final double DARKEST = 30;

	private LabelLut() {}

	/**
	 * A new lookup table.
	 *
	 * @param most the largest number to show; from 256 on neighbouring numbers share colours
	 */
	static LUT create(final int most) {
		final byte[][] colors = Palette.COLORS_OF_ALL;
		return new LUT(new IndexColorModel(8, COLORS, colors[0], colors[1], colors[2]), 0, Math.max(COLORS - 1, most));
	}

	/** Worked out when the first image of labels is made. */
	private static final class Palette {

		/** [3][256]: red, green and blue; the first is black. */
		static final byte[][] COLORS_OF_ALL = choose();

		private static byte[][] choose() {
			final int side = COLORS / STEP + 1;
			final double[][] candidates = new double[side * side * side][];
			final double[] distances = new double[candidates.length];
			for (int i = 0; i < candidates.length; i++) {
				candidates[i] = lab(STEP * (i / side / side), STEP * (i / side % side), STEP * (i % side));
				distances[i] = candidates[i][0] < DARKEST ? -1 : distance(candidates[i], new double[3]);
			}
			final byte[][] colors = new byte[3][COLORS];
			for (int n = 1; n < COLORS; n++) {
				int best = 0;
				for (int i = 1; i < distances.length; i++)
					if (distances[i] > distances[best])
						best = i;
				colors[0][n] = (byte) (STEP * (best / side / side));
				colors[1][n] = (byte) (STEP * (best / side % side));
				colors[2][n] = (byte) (STEP * (best % side));
				for (int i = 0; i < distances.length; i++)
					distances[i] = Math.min(distances[i], distance(candidates[i], candidates[best]));
			}
			return colors;
		}

		private static double distance(final double[] a, final double[] b) {
			return Math.hypot(Math.hypot(a[0] - b[0], a[1] - b[1]), a[2] - b[2]);
		}

		/** CIELAB of a colour in sRGB, under D65. */
		private static double[] lab(final int red, final int green, final int blue) {
			final double r = linear(red);
			final double g = linear(green);
			final double b = linear(blue);
			final double x = root((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
			final double y = root(0.2126 * r + 0.7152 * g + 0.0722 * b);
			final double z = root((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
			return new double[]{ 116 * y - 16, 500 * (x - y), 200 * (y - z) };
		}

		private static double linear(final int value) {
			final double share = value / 255.0;
			return share <= 0.04045 ? share / 12.92 : Math.pow((share + 0.055) / 1.055, 2.4);
		}

		private static double root(final double share) {
			return share > 216.0 / 24389 ? Math.cbrt(share) : (24389.0 / 27 * share + 16) / 116;
		}
	}
}
