package org.anomalyflow.image;

import java.util.Arrays;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;

/**
 * Gaussian smoothing as {@code scipy.ndimage.gaussian_filter(x, sigma)}: a separable kernel exp(-i^2 / (2 sigma^2)) over
 * |i| &lt;= floor(4 sigma + 0.5), normalised to sum 1, first along the columns, then along the rows. Beyond the border the
 * image is mirrored with the border pixel repeated (d c b a | a b c d | d c b a), as often as the kernel needs; so a
 * constant image stays constant and the mean is kept.
 */
public final class GaussianSmoothing {

	private GaussianSmoothing() {}

	/**
	 * Smooths one plane.
	 *
	 * @param plane [height, width], row by row; not changed
	 * @param sigma the standard deviation in pixels, 0 to 1000; 0 smooths nothing
	 * @return [height, width], a new array
	 * @throws InvalidParameterException if sigma is not in its range
	 * @throws AnomalyFlowException if the plane does not have width * height values
	 */
	public static float[] smooth(final float[] plane, final int width, final int height, final double sigma) {
		checkSigma(sigma);
		if (plane.length != (long) width * height)
			throw new AnomalyFlowException("Cannot smooth " + plane.length + " values as " + width + " x " + height + " px");
		final double[] taps = taps(sigma);
		if (taps.length == 1)
			return plane.clone();
		return alongRows(alongColumns(plane, width, height, taps), width, height, taps);
	}

	/**
	 * As {@link #smooth}, of a plane that is not known everywhere: what is not a number stays so and does not count, a known
	 * pixel becomes the weighted mean of the known ones around (normalised convolution; Knutsson and Westin, CVPR 1993).
	 *
	 * @param plane [height, width], row by row; not changed
	 * @return [height, width]; the plane itself if sigma smooths nothing
	 */
	public static float[] smoothKnown(final float[] plane, final int width, final int height, final double sigma) {
		if (sigma == 0)
			return plane;
		final float[] filled = plane.clone();
		final float[] known = new float[plane.length];
		boolean all = true;
		for (int i = 0; i < plane.length; i++)
			if (Float.isNaN(plane[i])) {
				filled[i] = 0;
				all = false;
			}
			else
				known[i] = 1;
		final float[] smooth = smooth(filled, width, height, sigma);
		if (all)
			return smooth;
		final float[] share = smooth(known, width, height, sigma);
		for (int i = 0; i < smooth.length; i++)
			smooth[i] = known[i] == 0 ? Float.NaN : smooth[i] / share[i];
		return smooth;
	}

	/** @throws InvalidParameterException if a standard deviation is not in its range */
	public static void checkSigma(final double sigma) {
		if (!(sigma >= 0 && sigma <= 1000))
			throw new InvalidParameterException("smoothing", sigma, "give a standard deviation of 0 to 1000 pixels");
	}

	/** The kernel, of odd length: its middle belongs to the pixel itself. */
	public static double[] taps(final double sigma) {
		final int radius = (int) (4 * sigma + 0.5);
		final double[] taps = new double[2 * radius + 1];
		double sum = 0;
		for (int i = 0; i < taps.length; i++) {
			final double distance = i - radius;
			taps[i] = radius == 0 ? 1 : Math.exp(-0.5 * distance * distance / (sigma * sigma));
			sum += taps[i];
		}
		for (int i = 0; i < taps.length; i++)
			taps[i] /= sum;
		return taps;
	}

	private static float[] alongColumns(final float[] in, final int width, final int height, final double[] taps) {
		final int radius = taps.length / 2;
		final float[] out = new float[in.length];
		final double[] sums = new double[width];
		for (int y = 0; y < height; y++) {
			Arrays.fill(sums, 0);
			for (int i = 0; i < taps.length; i++) {
				final int row = mirrored(y + i - radius, height) * width;
				final double tap = taps[i];
				for (int x = 0; x < width; x++)
					sums[x] += tap * in[row + x];
			}
			for (int x = 0; x < width; x++)
				out[y * width + x] = (float) sums[x];
		}
		return out;
	}

	private static float[] alongRows(final float[] in, final int width, final int height, final double[] taps) {
		final int radius = taps.length / 2;
		final float[] out = new float[in.length];
		// each row is extended once, so that the inner loop needs no border test
		final float[] extended = new float[width + 2 * radius];
		final double[] sums = new double[width];
		final int[] sources = new int[extended.length];
		for (int i = 0; i < sources.length; i++)
			sources[i] = mirrored(i - radius, width);
		for (int y = 0; y < height; y++) {
			final int row = y * width;
			for (int i = 0; i < extended.length; i++)
				extended[i] = in[row + sources[i]];
			Arrays.fill(sums, 0);
			for (int i = 0; i < taps.length; i++) {
				final double tap = taps[i];
				for (int x = 0; x < width; x++)
					sums[x] += tap * extended[x + i];
			}
			for (int x = 0; x < width; x++)
				out[row + x] = (float) sums[x];
		}
		return out;
	}

	/** The index inside that an index beyond the border stands for, the border itself repeated. */
	static int mirrored(final int index, final int size) {
		final int folded = Math.floorMod(index, 2 * size);
		return folded < size ? folded : 2 * size - 1 - folded;
	}
}
