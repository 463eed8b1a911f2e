package org.anomalyflow.flow;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

import org.anomalyflow.engine.SeededRandom;

/**
 * Rotations of n dimensions, uniform over all of them (Stewart, SIAM J. Numer. Anal. 1980): the product of n - 1 reflections, each in
 * a random direction of one dimension fewer. In double precision and in an order that does not depend on the machine.
 */
final class RandomRotation {

	/** Rows that are computed together, so that they stay in a cache and one instruction does several. */
	private static final int BLOCK = 128;

	private RandomRotation() {}

	/**
	 * A rotation.
	 *
	 * @param random where its directions come from
	 * @param n at least 1
	 * @return an orthogonal matrix with determinant 1, row by row
	 */
	static float[] of(final SplittableRandom random, final int n) {
		final double[][] directions = new double[n - 1][];
		final double[] signs = new double[n];
		double product = n % 2 == 0 ? -1 : 1;
		for (int i = 0; i < n - 1; i++) {
			final float[] normal = SeededRandom.normal(random, n - i, 1);
			signs[i] = normal[0] < 0 ? -1 : 1;
			product *= signs[i];
			directions[i] = direction(normal, signs[i]);
		}
		signs[n - 1] = product;
		final float[] result = new float[n * n];
		IntStream.range(0, (n + BLOCK - 1) / BLOCK).parallel()
			.forEach(block -> rows(block * BLOCK, Math.min(n, (block + 1) * BLOCK), directions, signs, result));
		return result;
	}

	/** Of length sqrt(2), so that x - (x . d) d reflects x; the reflection takes the vector to the first axis. */
	private static double[] direction(final float[] normal, final double sign) {
		double squares = 0;
		for (final float value : normal)
			squares += (double) value * value;
		final double[] direction = new double[normal.length];
		for (int i = 0; i < normal.length; i++)
			direction[i] = normal[i];
		direction[0] += sign * Math.sqrt(squares);
		final double length = Math.sqrt((squares - (double) normal[0] * normal[0] + direction[0] * direction[0]) / 2);
		for (int i = 0; i < direction.length; i++)
			direction[i] /= length;
		return direction;
	}

	/** Reflects unit vectors one after another; each is a row of the result, times the sign of that row. */
	private static void rows(final int first, final int end, final double[][] directions, final double[] signs, final float[] result) {
		final int n = signs.length;
		final int count = end - first;
		final double[][] columns = new double[n][count];
		for (int row = 0; row < count; row++)
			columns[first + row][row] = 1;
		for (int i = 0; i < directions.length; i++) {
			final double[] direction = directions[i];
			final double[] dot = new double[count];
			for (int j = 0; j < direction.length; j++)
				addTimes(dot, columns[i + j], direction[j]);
			for (int j = 0; j < direction.length; j++)
				addTimes(columns[i + j], dot, -direction[j]);
		}
		for (int row = 0; row < count; row++)
			for (int j = 0; j < n; j++)
				result[(first + row) * n + j] = (float) (signs[first + row] * columns[j][row]);
	}

	private static void addTimes(final double[] to, final double[] values, final double factor) {
		for (int i = 0; i < to.length; i++)
			to[i] += factor * values[i];
	}
}
