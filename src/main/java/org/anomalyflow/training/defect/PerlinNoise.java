package org.anomalyflow.training.defect;

import java.util.SplittableRandom;

/**
 * Gradient noise in a square (Perlin, "Improving Noise", SIGGRAPH 2002, in two dimensions): each node of a grid has a random
 * direction, and between four nodes their ramps are blended with 6 t<sup>5</sup> - 15 t<sup>4</sup> + 10 t<sup>3</sup>. Times the root
 * of 2, values lie between -1 and 1; at the nodes they are 0.
 */
final class PerlinNoise {

	private static final double GAIN = Math.sqrt(2);

	private final int columns;
	private final int rows;
	/** Direction of each node, [(rows + 1) * (columns + 1)]. */
	private final double[] cosines;
	private final double[] sines;

	/**
	 * @param columns cells of the grid along x, at least 1
	 * @param rows cells of the grid along y, at least 1
	 * @param random decides the directions
	 */
	PerlinNoise(final int columns, final int rows, final SplittableRandom random) {
		this.columns = columns;
		this.rows = rows;
		cosines = new double[(rows + 1) * (columns + 1)];
		sines = new double[cosines.length];
		for (int i = 0; i < cosines.length; i++) {
			final double angle = 2 * Math.PI * random.nextDouble();
			cosines[i] = StrictMath.cos(angle);
			sines[i] = StrictMath.sin(angle);
		}
	}

	/**
	 * The noise at a place.
	 *
	 * @param x from 0 to 1 across the grid
	 * @param y from 0 to 1 down the grid
	 * @return 0 outside of the grid
	 */
	double at(final double x, final double y) {
		if (x < 0 || x >= 1 || y < 0 || y >= 1)
			return 0;
		final double u = x * columns;
		final double v = y * rows;
		final int column = (int) u;
		final int row = (int) v;
		final double right = u - column;
		final double down = v - row;
		final double above = blend(ramp(column, row, right, down), ramp(column + 1, row, right - 1, down), right);
		final double below = blend(ramp(column, row + 1, right, down - 1), ramp(column + 1, row + 1, right - 1, down - 1), right);
		return GAIN * blend(above, below, down);
	}

	private double ramp(final int column, final int row, final double right, final double down) {
		final int node = row * (columns + 1) + column;
		return cosines[node] * right + sines[node] * down;
	}

	private static double blend(final double from, final double to, final double t) {
		return from + (to - from) * t * t * t * (t * (6 * t - 15) + 10);
	}
}
