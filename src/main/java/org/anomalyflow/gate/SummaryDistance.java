package org.anomalyflow.gate;

import java.util.Arrays;
import java.util.List;

import org.apache.commons.math3.linear.Array2DRowRealMatrix;
import org.apache.commons.math3.linear.CholeskyDecomposition;
import org.apache.commons.math3.linear.RealMatrix;

import org.anomalyflow.tensorfile.HostTensor;

/**
 * How far a summary lies from those of a few images: the Mahalanobis distance with a regularised covariance.
 * <p>
 * Let z be the difference to their mean, each number divided by its deviation s and weighted so that light, spectrum and
 * features make 1/5, 2/5 and 2/5 of the mean |z|^2, however many numbers they have. With far fewer images than numbers, the
 * covariance of z is estimated by C = (1 - r) S + c I, S that of the n images, c = r trace(S) / (n - 1): along directions in
 * which good images differ from each other a difference counts little, in all others it counts in full (after Ledoit and
 * Wolf, Journal of Multivariate Analysis 88, 2004). r = 1/2: from 0.3 to 0.7 little changes; far below, new good images,
 * which always differ in further directions, are called unlike. The inverse of C takes an n x n matrix only (Woodbury): with Z the n
 * standardised images, a = (1 - r) / (n - 1), L L' = c I + a Z Z' (Cholesky), W = sqrt(a) L^-1 Z and y = z / sqrt(c n),
 *
 * <pre>
 * distance^2 = z' C^-1 z / n = |y|^2 - |W y|^2.
 * </pre>
 *
 * @param mean [d]
 * @param spread what a difference is divided by to give y, [d]: the deviation over the weight, times sqrt(c n)
 * @param basis W, [n, d]
 */
record SummaryDistance(float[] mean, float[] spread, float[][] basis) {

	private static final double IDENTITY = 0.5;
	/** How far variances are drawn to the mean of their part: those of a few images are uncertain, and may be 0. */
	private static final double SHRINKAGE = 0.1;
	/** A deviation that numbers of images never fall below, 1/40 of a gray level, so that equal images divide by no 0. */
	private static final double LEAST_DEVIATION = 1e-4;
	/** Least trace, which is nearly 1 but for images that hardly differ. */
	private static final double LEAST_TRACE = 0.1;
	private static final double[] WEIGHTS = { 0.2, 0.4, 0.4 };

	/**
	 * The distance to some images.
	 *
	 * @param vectors at least two summaries, each [d]
	 */
	static SummaryDistance of(final List<float[]> vectors) {
		final int n = vectors.size();
		final double[] mean = new double[vectors.get(0).length];
		for (final float[] vector : vectors)
			for (int i = 0; i < mean.length; i++)
				mean[i] += (double) vector[i] / n;
		final double[] spread = spread(vectors, mean);
		final double[][] z = new double[n][mean.length];
		for (int row = 0; row < n; row++)
			for (int i = 0; i < mean.length; i++)
				z[row][i] = (vectors.get(row)[i] - mean[i]) / spread[i];
		final RealMatrix gram = gram(z);
		final double identity = IDENTITY * Math.max(gram.getTrace() / (n - 1), LEAST_TRACE) / (n - 1);
		final float[] scaled = new float[mean.length];
		final float[] center = new float[mean.length];
		for (int i = 0; i < mean.length; i++) {
			scaled[i] = (float) (spread[i] * Math.sqrt(identity * n));
			center[i] = (float) mean[i];
		}
		return new SummaryDistance(center, scaled, basis(z, gram, identity));
	}

	/** Z Z', [n, n]. */
	private static RealMatrix gram(final double[][] z) {
		final double[][] gram = new double[z.length][z.length];
		for (int i = 0; i < z.length; i++)
			for (int j = 0; j <= i; j++) {
				double product = 0;
				for (int k = 0; k < z[i].length; k++)
					product += z[i][k] * z[j][k];
				gram[i][j] = product;
				gram[j][i] = product;
			}
		return new Array2DRowRealMatrix(gram, false);
	}

	/** Deviations over weights. */
	private static double[] spread(final List<float[]> vectors, final double[] mean) {
		final double[] variances = new double[mean.length];
		for (final float[] vector : vectors)
			for (int i = 0; i < mean.length; i++)
				variances[i] += (vector[i] - mean[i]) * (vector[i] - mean[i]) / (vectors.size() - 1);
		final int[] limits = { 0, ImageSummary.LIGHT, ImageSummary.PIXELS, mean.length };
		for (int part = 0; part < WEIGHTS.length; part++) {
			final double common = Arrays.stream(variances, limits[part], limits[part + 1]).average().orElse(0);
			final double weight = WEIGHTS[part] / (limits[part + 1] - limits[part]);
			for (int i = limits[part]; i < limits[part + 1]; i++)
				variances[i] = Math.sqrt(((1 - SHRINKAGE) * variances[i] + SHRINKAGE * common + LEAST_DEVIATION * LEAST_DEVIATION) / weight);
		}
		return variances;
	}

	/** W; the images become L^-1 Z. */
	private static float[][] basis(final double[][] z, final RealMatrix gram, final double identity) {
		final int n = z.length;
		final double share = (1 - IDENTITY) / (n - 1);
		final RealMatrix covariance = gram.scalarMultiply(share);
		for (int i = 0; i < n; i++)
			covariance.addToEntry(i, i, identity);
		final double[][] lower = new CholeskyDecomposition(covariance).getL().getData();
		final float[][] basis = new float[n][z[0].length];
		// forward substitution
		for (int i = 0; i < n; i++) {
			for (int j = 0; j < i; j++)
				for (int k = 0; k < z[i].length; k++)
					z[i][k] -= lower[i][j] * z[j][k];
			for (int k = 0; k < z[i].length; k++) {
				z[i][k] /= lower[i][i];
				basis[i][k] = (float) (Math.sqrt(share) * z[i][k]);
			}
		}
		return basis;
	}

	/** The distance of a summary, [d], at least 0; infinite if it has a number that is none. */
	double to(final float[] vector) {
		final double[] y = new double[mean.length];
		double squares = 0;
		for (int i = 0; i < y.length; i++) {
			y[i] = ((double) vector[i] - mean[i]) / spread[i];
			squares += y[i] * y[i];
		}
		for (final float[] row : basis) {
			double product = 0;
			for (int i = 0; i < y.length; i++)
				product += row[i] * y[i];
			squares -= product * product;
		}
		return Double.isNaN(squares) ? Double.POSITIVE_INFINITY : Math.sqrt(Math.max(0, squares));
	}

	/** W as a tensor, [n, d]. */
	HostTensor basisTensor() {
		final float[] values = new float[basis.length * mean.length];
		for (int i = 0; i < basis.length; i++)
			System.arraycopy(basis[i], 0, values, i * mean.length, mean.length);
		return HostTensor.of(values, basis.length, mean.length);
	}
}
