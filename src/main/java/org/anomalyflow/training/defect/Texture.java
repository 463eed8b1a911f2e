package org.anomalyflow.training.defect;

import java.util.SplittableRandom;

import org.anomalyflow.engine.SeededRandom;

/** Other arrangements of an image: enlarged and turned, or cut into squares that change places. Planes are as in {@link Appearance}. */
final class Texture {

	private static final double LEAST_ZOOM = 0.4;
	private static final double LARGEST_ZOOM = 2.5;
	/** Squares along a side. */
	static final int SQUARES = 8;

	/**
	 * Where a pixel comes from: its distance from the centre is turned and scaled by (cosine, sine), and shifted, in sides.
	 *
	 * @param cosine of the angle, times the scale
	 * @param sine of the angle, times the scale
	 * @param shiftX in sides
	 * @param shiftY in sides
	 */
	record Motion(double cosine, double sine, double shiftX, double shiftY) {}

	private Texture() {}

	/** Shows an image at another scale, from 0.4 to 2.5 times as large, turned by a multiple of 90 degrees, and another part of it. */
	static void zoom(final float[][] planes, final int side, final SplittableRandom random) {
		final double scale = 1 / random.nextDouble(LEAST_ZOOM, LARGEST_ZOOM);
		final int quarter = random.nextInt(4);
		final double cosine = quarter % 2 == 0 ? (1 - quarter) * scale : 0;
		final double sine = quarter % 2 == 1 ? (2 - quarter) * scale : 0;
		sample(planes, side, new Motion(cosine, sine, random.nextDouble(-0.5, 0.5), random.nextDouble(-0.5, 0.5)));
	}

	/** Exchanges 8 x 8 squares; a side that is no multiple of 8 keeps a border. */
	static void shuffle(final float[][] planes, final int side, final SplittableRandom random) {
		final int[] order = SeededRandom.permutation(random, SQUARES * SQUARES);
		final int square = side / SQUARES;
		for (final float[] plane : planes) {
			final float[] before = plane.clone();
			for (int i = 0; i < order.length; i++)
				for (int row = 0; row < square; row++)
					System.arraycopy(before, (order[i] / SQUARES * square + row) * side + order[i] % SQUARES * square, plane,
						(i / SQUARES * square + row) * side + i % SQUARES * square, square);
		}
	}

	/** Replaces each plane by what a motion shows of it, bilinearly; it continues mirrored beyond its border. */
	static void sample(final float[][] planes, final int side, final Motion motion) {
		for (final float[] plane : planes) {
			final float[] before = plane.clone();
			for (int i = 0; i < plane.length; i++) {
				final double x = i % side + 0.5 - side / 2.0;
				final double y = i / side + 0.5 - side / 2.0;
				final double column = (0.5 + motion.shiftX()) * side + motion.cosine() * x - motion.sine() * y - 0.5;
				final double row = (0.5 + motion.shiftY()) * side + motion.sine() * x + motion.cosine() * y - 0.5;
				plane[i] = at(before, side, column, row);
			}
		}
	}

	private static float at(final float[] plane, final int side, final double column, final double row) {
		final int x = (int) Math.floor(column);
		final int y = (int) Math.floor(row);
		final int left = mirrored(x, side);
		final int right = mirrored(x + 1, side);
		final int top = mirrored(y, side) * side;
		final int bottom = mirrored(y + 1, side) * side;
		final double above = plane[top + left] + (plane[top + right] - plane[top + left]) * (column - x);
		final double below = plane[bottom + left] + (plane[bottom + right] - plane[bottom + left]) * (column - x);
		return (float) (above + (below - above) * (row - y));
	}

	/** An index beyond the border as that of the pixel that is mirrored there. */
	private static int mirrored(final int index, final int side) {
		final int folded = Math.floorMod(index, 2 * side);
		return folded < side ? folded : 2 * side - 1 - folded;
	}
}
