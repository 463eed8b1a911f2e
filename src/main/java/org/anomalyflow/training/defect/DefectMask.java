package org.anomalyflow.training.defect;

import java.util.SplittableRandom;

/**
 * Where a defect is: the pixels at which turned Perlin noise exceeds a half. The cells of its grid are 1 to 2<sup>5</sup> to a side, each
 * axis for itself, so that masks range from one large spot to many small or long ones. In half of the masks only what lies in a
 * random window remains, because defects of real parts are seldom all over the image.
 */
final class DefectMask {

	private static final double THRESHOLD = 0.5;
	private static final double LARGEST_ANGLE = 90;
	private static final double LEAST_WINDOW = 0.1;
	private static final double LARGEST_WINDOW = 0.5;
	private static final double WINDOWS = 0.5;
	/** A smaller defect would be hard to see. */
	private static final int LEAST_PIXELS = 16;
	/** In tiny images no noise may do; the last one is then taken as it is, and a mask of nothing is a good image. */
	private static final int TRIALS = 100;

	private DefectMask() {}

	/**
	 * Draws a mask.
	 *
	 * @param side of the square image, in pixels
	 * @param finest the finest grid has 2 to this power cells along a side
	 * @param within the pixels that may be defective, row by row
	 * @param random decides it
	 * @return the defective pixels, row by row
	 */
	static boolean[] draw(final int side, final int finest, final boolean[] within, final SplittableRandom random) {
		boolean[] mask = new boolean[side * side];
		for (int trial = 0; trial < TRIALS; trial++) {
			mask = noise(side, 1 << random.nextInt(finest + 1), 1 << random.nextInt(finest + 1), random);
			if (random.nextDouble() < WINDOWS)
				cut(mask, side, random);
			int pixels = 0;
			for (int i = 0; i < mask.length; i++) {
				mask[i] &= within[i];
				pixels += mask[i] ? 1 : 0;
			}
			if (pixels >= LEAST_PIXELS)
				return mask;
		}
		return mask;
	}

	/** The pixels at which turned noise exceeds a half. */
	static boolean[] noise(final int side, final int columns, final int rows, final SplittableRandom random) {
		final PerlinNoise noise = new PerlinNoise(columns, rows, random);
		final double angle = StrictMath.toRadians(random.nextDouble(-LARGEST_ANGLE, LARGEST_ANGLE));
		final double cosine = StrictMath.cos(angle);
		final double sine = StrictMath.sin(angle);
		final boolean[] mask = new boolean[side * side];
		for (int i = 0; i < mask.length; i++) {
			final double x = (i % side + 0.5) / side - 0.5;
			final double y = (i / side + 0.5) / side - 0.5;
			mask[i] = noise.at(0.5 + cosine * x - sine * y, 0.5 + sine * x + cosine * y) > THRESHOLD;
		}
		return mask;
	}

	private static void cut(final boolean[] mask, final int side, final SplittableRandom random) {
		final int width = Math.max(1, (int) (side * random.nextDouble(LEAST_WINDOW, LARGEST_WINDOW)));
		final int height = Math.max(1, (int) (side * random.nextDouble(LEAST_WINDOW, LARGEST_WINDOW)));
		final int left = random.nextInt(side - width + 1);
		final int top = random.nextInt(side - height + 1);
		for (int i = 0; i < mask.length; i++) {
			final int column = i % side - left;
			final int row = i / side - top;
			mask[i] &= column >= 0 && column < width && row >= 0 && row < height;
		}
	}
}
