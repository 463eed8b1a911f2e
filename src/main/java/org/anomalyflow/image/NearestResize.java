package org.anomalyflow.image;

/**
 * Resizing that copies values, as {@code torch.nn.functional.interpolate(mode="nearest")}: output x takes the input
 * min(floor(x * (n / m)), n - 1) with n / m in single precision. Shrinking by a whole number takes the top left pixel of
 * each block, not its middle. Suits masks, whose values must not be mixed.
 */
public final class NearestResize {

	private NearestResize() {}

	/**
	 * Resizes one plane.
	 *
	 * @param plane [height, width], row by row
	 * @return [newHeight, newWidth], a new array
	 * @throws org.anomalyflow.util.AnomalyFlowException if a size is below 1 or does not fit the plane
	 */
	public static float[] resize(final float[] plane, final int width, final int height, final int newWidth, final int newHeight) {
		PilResize.checkSizes(plane.length, width, height, newWidth, newHeight);
		final int[] columns = indices(width, newWidth);
		final int[] rows = indices(height, newHeight);
		final float[] out = new float[newWidth * newHeight];
		for (int y = 0; y < newHeight; y++)
			for (int x = 0; x < newWidth; x++)
				out[y * newWidth + x] = plane[rows[y] * width + columns[x]];
		return out;
	}

	/** As {@link #resize(float[], int, int, int, int)} for masks. */
	public static boolean[] resize(final boolean[] mask, final int width, final int height, final int newWidth, final int newHeight) {
		PilResize.checkSizes(mask.length, width, height, newWidth, newHeight);
		final int[] columns = indices(width, newWidth);
		final int[] rows = indices(height, newHeight);
		final boolean[] out = new boolean[newWidth * newHeight];
		for (int y = 0; y < newHeight; y++)
			for (int x = 0; x < newWidth; x++)
				out[y * newWidth + x] = mask[rows[y] * width + columns[x]];
		return out;
	}

	private static int[] indices(final int inputs, final int outputs) {
		// single precision on purpose: it decides which pixel is taken where x * n / m is nearly whole
		final float scale = (float) inputs / outputs;
		final int[] indices = new int[outputs];
		for (int i = 0; i < outputs; i++)
			indices[i] = Math.min((int) (i * scale), inputs - 1);
		return indices;
	}
}
