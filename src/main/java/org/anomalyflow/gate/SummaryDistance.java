package org.anomalyflow.gate;

import java.util.List;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

import org.anomalyflow.weights.HostTensor;

/**
 * How far a vector lies from those of a few images that it is compared with: the Mahalanobis distance with a regularised
 * covariance, per dimension.
 * <p>
 * Let y be the difference to their mean, each dimension divided by its deviation. With far fewer images than dimensions,
 * the covariance of y is estimated by C = (1 - l) S + l I, S that of the n images and l = 0.3: along directions in which
 * good images differ from each other a difference counts little, in all others it counts in full. The inverse of C takes an
 * n x n matrix only (Woodbury): with Z the n standardised images, c = (1 - l) / (n - 1), L L' = l I + c Z Z' (Cholesky) and
 * W = sqrt(c) L^-1 Z,
 *
 * <pre>
 * distance^2 = (|y|^2 - |W y|^2) / (l d).
 * </pre>
 *
 * @param mean [d]
 * @param spread the deviations [d]
 * @param basis W, [n, d]
 */
record SummaryDistance(float[] mean, float[] spread, float[][] basis) {

	private static final double IDENTITY = 0.3;
	/** Deviations are at least this share of what a dimension varies by within an image. */
	private static final double LEAST_SPREAD = 0.005;

	/**
	 * The distance to some images.
	 *
	 * @param vectors at least two, each [d]
	 * @param scale what each dimension varies by within an image, [d]
	 */
	static SummaryDistance of(final List<float[]> vectors, final float[] scale) {
		final int n = vectors.size();
		final int d = scale.length;
		final float[] mean = new float[d];
		final float[] spread = new float[d];
		for (int i = 0; i < d; i++) {
			double sum = 0;
			for (final float[] vector : vectors)
				sum += vector[i];
			final double middle = sum / n;
			double squares = 0;
			for (final float[] vector : vectors)
				squares += (vector[i] - middle) * (vector[i] - middle);
			final double least = LEAST_SPREAD * scale[i];
			mean[i] = (float) middle;
			spread[i] = (float) Math.max(Math.sqrt(squares / (n - 1) + least * least), Float.MIN_NORMAL);
		}
		return new SummaryDistance(mean, spread, basis(vectors, mean, spread));
	}

	private static float[][] basis(final List<float[]> vectors, final float[] mean, final float[] spread) {
		final int n = vectors.size();
		final double[][] z = new double[n][];
		for (int i = 0; i < n; i++)
			z[i] = standardised(vectors.get(i), mean, spread);
		final double share = (1 - IDENTITY) / (n - 1);
		final RealMatrix images = new Array2DRowRealMatrix(z, false);
		final RealMatrix gram = images.multiply(images.transpose()).scalarMultiply(share);
		for (int i = 0; i < n; i++)
			gram.addToEntry(i, i, IDENTITY);
		final double[][] lower = new CholeskyDecomposition(gram).getL().getData();
		final float[][] basis = new float[n][mean.length];
		// forward substitution: row i of L^-1 Z
		for (int i = 0; i < n; i++) {
			for (int j = 0; j < i; j++)
				for (int k = 0; k < mean.length; k++)
					z[i][k] -= lower[i][j] * z[j][k];
			for (int k = 0; k < mean.length; k++) {
				z[i][k] /= lower[i][i];
				basis[i][k] = (float) (Math.sqrt(share) * z[i][k]);
			}
		}
		return basis;
	}

	private static double[] standardised(final float[] vector, final float[] mean, final float[] spread) {
		final double[] z = new double[mean.length];
		for (int i = 0; i < z.length; i++)
			z[i] = ((double) vector[i] - mean[i]) / spread[i];
		return z;
	}

	/** The distance of a vector, [d]; about 1 for one like the images. */
	double to(final float[] vector) {
		final double[] y = standardised(vector, mean, spread);
		double squares = 0;
		for (final double value : y)
			squares += value * value;
		for (final float[] row : basis) {
			double product = 0;
			for (int i = 0; i < y.length; i++)
				product += row[i] * y[i];
			squares -= product * product;
		}
		return Math.sqrt(Math.max(0, squares) / (IDENTITY * y.length));
	}

	/** W as a tensor, [n, d]. */
	HostTensor basisTensor() {
		final float[] values = new float[basis.length * mean.length];
		for (int i = 0; i < basis.length; i++)
			System.arraycopy(basis[i], 0, values, i * mean.length, mean.length);
		return HostTensor.of(values, basis.length, mean.length);
	}
}
