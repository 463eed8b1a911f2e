package org.anomalyflow.image;

/**
 * Bilinear interpolation as {@code torch.nn.functional.interpolate(mode="bilinear", align_corners=False)} with a given
 * size: what brings score maps to the size of their image.
 * <p>
 * Output x looks at s = max((x + 0.5) n / m - 0.5, 0) and mixes the inputs floor(s) and floor(s) + 1, the latter limited to
 * the last one. There is no low-pass filter: shrinking skips pixels. To shrink images use {@link PilResize}.
 */
public final class BilinearResize {

	private BilinearResize() {}

	/**
	 * Resizes one plane.
	 *
	 * @param plane [height, width], row by row
	 * @return [newHeight, newWidth], a new array
	 * @throws org.anomalyflow.util.AnomalyFlowException if a size is below 1 or does not fit the plane
	 */
	public static float[] resize(final float[] plane, final int width, final int height, final int newWidth, final int newHeight) {
		return resize(plane, width, height, newWidth, newHeight, false);
	}

	/**
	 * As above, or with {@code alignsCorners} as PyTorch has it: the centres of the outermost pixels fall on each other, and a plane
	 * that becomes a single pixel is its first one.
	 */
	public static float[] resize(final float[] plane, final int width, final int height, final int newWidth, final int newHeight,
		final boolean alignsCorners)
	{
		PilResize.checkSizes(plane.length, width, height, newWidth, newHeight);
		final int[] columns = new int[newWidth];
		final double[] shares = new double[newWidth];
		for (int x = 0; x < newWidth; x++) {
			final double source = source(x, width, newWidth, alignsCorners);
			columns[x] = (int) source;
			shares[x] = source - columns[x];
		}
		final float[] out = new float[newWidth * newHeight];
		double[] upper = new double[newWidth];
		double[] lower = new double[newWidth];
		int upperRow = -1;
		int lowerRow = -1;
		for (int y = 0; y < newHeight; y++) {
			final double source = source(y, height, newHeight, alignsCorners);
			final int row = (int) source;
			final int next = Math.min(row + 1, height - 1);
			if (row == lowerRow && row != upperRow) {
				// going down one input row, its interpolated row is there already
				final double[] swap = upper;
				upper = lower;
				lower = swap;
				lowerRow = upperRow;
				upperRow = row;
			}
			if (upperRow != row) {
				interpolateRow(plane, row * width, width, columns, shares, upper);
				upperRow = row;
			}
			if (lowerRow != next) {
				interpolateRow(plane, next * width, width, columns, shares, lower);
				lowerRow = next;
			}
			final double share = source - row;
			for (int x = 0; x < newWidth; x++)
				out[y * newWidth + x] = (float) ((1 - share) * upper[x] + share * lower[x]);
		}
		return out;
	}

	private static double source(final int index, final int inputs, final int outputs, final boolean alignsCorners) {
		if (alignsCorners)
			return outputs == 1 ? 0 : (double) index * (inputs - 1) / (outputs - 1);
		return Math.max((index + 0.5) * inputs / outputs - 0.5, 0);
	}

	private static void interpolateRow(final float[] plane, final int offset, final int width, final int[] columns, final double[] shares,
		final double[] out)
	{
		final int last = width - 1;
		for (int x = 0; x < out.length; x++) {
			final int left = columns[x];
			final double share = shares[x];
			out[x] = (1 - share) * plane[offset + left] + share * plane[offset + Math.min(left + 1, last)];
		}
	}
}
