package org.anomalyflow.gate;

import java.util.Arrays;
import java.util.List;

/**
 * Where the pooled features of some images lie, and how far another image is from there.
 * <p>
 * Let x_1 ... x_n be the vectors of {@link PooledFeatures}, m their mean and s_d the standard deviation of number d, drawn
 * a little to that of its part. With z = w (x - m) / s, in which the parts weigh 1/5, 2/5 and 2/5 of the squared length
 * however many numbers they have, and Z the n rows of the images,
 *
 * <pre>
 * C = (1 - r) Z'Z / (n - 1) + c I,   c = r trace(Z'Z / (n - 1)) / (n - 1),
 * distance(x) = sqrt(z' C^-1 z / n):
 * </pre>
 *
 * the Mahalanobis distance by a covariance that is shrunk to a multiple of the identity (Ledoit and Wolf, Journal of
 * Multivariate Analysis 88, 2004), because there are far more numbers than images: directions in which good images vary
 * count less, those in which they do not vary count fully. By Woodbury's identity, with A = Z Z' + c (n - 1) / (1 - r) I
 * = L L' and B = L^-1 Z,
 *
 * <pre>
 * z' C^-1 z = (z'z - |B z|^2) / c,
 * </pre>
 *
 * which needs n x n matrices only.
 */
final class GateStatistics {

	/** r, the share of the identity. From 0.2 to 0.7 little changes; below 0.1 a dozen images leave blind directions. */
	private static final double IDENTITY = 0.5;
	/** How far variances are drawn to their part's mean: those of a few images are uncertain. */
	private static final double SHRINKAGE = 0.1;
	/** Least standard deviation, in units of features: numbers that never vary are not blown up without bound. */
	private static final double LEAST_DEVIATION = 1e-4;
	/** Least trace, which is 1 but for images that hardly differ. */
	private static final double LEAST_TRACE = 0.1;
	private static final double LIGHT_WEIGHT = 0.2;
	private static final double SPECTRUM_WEIGHT = 0.4;
	private static final double TEXTURE_WEIGHT = 0.4;

	private final double[] centre;
	/** Of each number: w / s, divided by sqrt(c n), so that the distance needs no further factor. */
	private final double[] weight;
	/** L, lower triangle. */
	private final double[][] factor;
	/** Z / sqrt(c n), row by row. */
	private final double[][] rows;

	/**
	 * @param vectors at least two, of equal lengths
	 */
	GateStatistics(final List<float[]> vectors) {
		final int n = vectors.size();
		centre = mean(vectors);
		weight = weights(vectors, centre);
		rows = vectors.stream().map(this::weighted).toArray(double[][]::new);
		final double[][] gram = gram(rows);
		double trace = 0;
		for (int i = 0; i < n; i++)
			trace += gram[i][i] / (n - 1);
		final double identity = IDENTITY * Math.max(trace, LEAST_TRACE) / (n - 1);
		for (int i = 0; i < n; i++)
			gram[i][i] += identity * (n - 1) / (1 - IDENTITY);
		factor = cholesky(gram);
		final double unit = 1 / Math.sqrt(identity * n);
		scale(weight, unit);
		for (final double[] row : rows)
			scale(row, unit);
		// A is that of the rows before, and so is B Z' for a vector in the new unit times the rows in the old one
		for (final double[] row : factor)
			scale(row, unit);
	}

	private static double[] mean(final List<float[]> vectors) {
		final double[] mean = new double[vectors.get(0).length];
		for (final float[] vector : vectors)
			for (int d = 0; d < mean.length; d++)
				mean[d] += vector[d] / (double) vectors.size();
		return mean;
	}

	private static double[] weights(final List<float[]> vectors, final double[] mean) {
		final double[] variances = new double[mean.length];
		for (final float[] vector : vectors)
			for (int d = 0; d < mean.length; d++)
				variances[d] += (vector[d] - mean[d]) * (vector[d] - mean[d]) / (vectors.size() - 1);
		final int texture = PooledFeatures.LIGHT + PooledFeatures.SPECTRUM;
		weigh(variances, 0, PooledFeatures.LIGHT, LIGHT_WEIGHT);
		weigh(variances, PooledFeatures.LIGHT, texture, SPECTRUM_WEIGHT);
		weigh(variances, texture, mean.length, TEXTURE_WEIGHT);
		return variances;
	}

	/** Replaces the variances of a part by its weights. */
	private static void weigh(final double[] values, final int from, final int to, final double share) {
		final double common = Arrays.stream(values, from, to).average().orElse(0);
		for (int d = from; d < to; d++) {
			final double variance = (1 - SHRINKAGE) * values[d] + SHRINKAGE * common + LEAST_DEVIATION * LEAST_DEVIATION;
			values[d] = Math.sqrt(share / (to - from) / variance);
		}
	}

	private double[] weighted(final float[] vector) {
		final double[] z = new double[centre.length];
		for (int d = 0; d < z.length; d++)
			z[d] = (vector[d] - centre[d]) * weight[d];
		return z;
	}

	private static double[][] gram(final double[][] rows) {
		final double[][] gram = new double[rows.length][rows.length];
		for (int i = 0; i < rows.length; i++)
			for (int j = 0; j <= i; j++)
				gram[i][j] = dot(rows[i], rows[j]);
		return gram;
	}

	private static double dot(final double[] a, final double[] b) {
		double sum = 0;
		for (int d = 0; d < a.length; d++)
			sum += a[d] * b[d];
		return sum;
	}

	private static void scale(final double[] values, final double by) {
		for (int d = 0; d < values.length; d++)
			values[d] *= by;
	}

	/** L of a positive definite matrix L L', of which only the lower triangle is read, which becomes L. */
	private static double[][] cholesky(final double[][] matrix) {
		for (int i = 0; i < matrix.length; i++)
			for (int j = 0; j <= i; j++) {
				double sum = matrix[i][j];
				for (int k = 0; k < j; k++)
					sum -= matrix[i][k] * matrix[j][k];
				matrix[i][j] = i == j ? Math.sqrt(sum) : sum / matrix[j][j];
			}
		return matrix;
	}

	/** The distance of an image, at least 0. */
	double distance(final float[] vector) {
		final double[] z = weighted(vector);
		final double[] along = new double[rows.length];
		for (int i = 0; i < along.length; i++)
			along[i] = dot(rows[i], z);
		solve(along);
		return Math.sqrt(Math.max(0, dot(z, z) - dot(along, along)));
	}

	/** Replaces v by L^-1 v. */
	private void solve(final double[] v) {
		for (int i = 0; i < v.length; i++) {
			for (int k = 0; k < i; k++)
				v[i] -= factor[i][k] * v[k];
			v[i] /= factor[i][i];
		}
	}

	/** m, [D]. */
	float[] centre() {
		return floats(centre);
	}

	/** The factors by which differences from the centre are multiplied, [D]. */
	float[] weight() {
		return floats(weight);
	}

	/** B', [D, n] row by row. */
	float[] directions() {
		final int n = rows.length;
		final float[] directions = new float[centre.length * n];
		final double[] column = new double[n];
		for (int d = 0; d < centre.length; d++) {
			for (int i = 0; i < n; i++)
				column[i] = rows[i][d];
			solve(column);
			for (int i = 0; i < n; i++)
				directions[d * n + i] = (float) column[i];
		}
		return directions;
	}

	private static float[] floats(final double[] values) {
		final float[] floats = new float[values.length];
		for (int d = 0; d < values.length; d++)
			floats[d] = (float) values[d];
		return floats;
	}
}
