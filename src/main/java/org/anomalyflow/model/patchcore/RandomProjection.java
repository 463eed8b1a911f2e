package org.anomalyflow.model.patchcore;

import java.util.SplittableRandom;

import org.anomalyflow.engine.SeededRandom;

/** Random matrices [P, D] that nearly keep the distances of points in fewer dimensions, row by row. */
final class RandomProjection {

	/** Rows of the first code's. */
	static final int OFFICIAL_ROWS = 128;
	/** anomalib's allowed distortion of distances. */
	private static final double DISTORTION = 0.9;
	private static final String STREAM = "coreset projection";

	private RandomProjection() {}

	/** The first code's, {@value #OFFICIAL_ROWS} rows: uniform in +-1 / sqrt(D). */
	static float[] uniform(final long seed, final int dimension) {
		return SeededRandom.uniform(SeededRandom.stream(seed, STREAM), OFFICIAL_ROWS * dimension, 1 / Math.sqrt(dimension));
	}

	/** How many rows anomalib's has for N points (Johnson and Lindenstrauss): 4 ln N / (e^2 / 2 - e^3 / 3), e = 0.9. */
	static int sparseRows(final long points) {
		return (int) (4 * Math.log(points) / (Math.pow(DISTORTION, 2) / 2 - Math.pow(DISTORTION, 3) / 3));
	}

	/** anomalib's (Li, Hastie and Church 2006): a share 1 / sqrt(D) of the numbers is +-sqrt(sqrt(D) / P), the others are 0. */
	static float[] sparse(final long seed, final int rows, final int dimension) {
		final SplittableRandom random = SeededRandom.stream(seed, STREAM);
		final double share = 1 / Math.sqrt(dimension);
		final float value = (float) Math.sqrt(1 / share / rows);
		final float[] matrix = new float[rows * dimension];
		for (int i = 0; i < matrix.length; i++)
			if (random.nextDouble() < share)
				matrix[i] = random.nextBoolean() ? value : -value;
		return matrix;
	}
}
