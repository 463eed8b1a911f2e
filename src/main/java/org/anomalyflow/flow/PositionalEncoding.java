package org.anomalyflow.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.Tensors;

/**
 * Numbers that tell the cells of a map apart (after Vaswani et al., 2017, for two dimensions, as CFlow and MSFlow have it). Of D
 * channels the first half depends on the column x, the second on the row y: with h = D / 2 and, for even i below h, w =
 * 10000<sup>-i / h</sup>,
 *
 * <pre>
 * P[i] = sin(x w),  P[i + 1] = cos(x w),     P[h + i] = sin(y w),  P[h + i + 1] = cos(y w)
 * </pre>
 */
public final class PositionalEncoding {

	private static final double BASE = 10_000;

	private PositionalEncoding() {}

	/**
	 * The encoding of a map's cells.
	 *
	 * @param manager the scope that owns it
	 * @param channels D, a multiple of 4
	 * @param height rows of the map
	 * @param width columns of the map
	 * @return [1, D, height, width]
	 */
	public static NDArray of(final NDManager manager, final int channels, final int height, final int width) {
		final int half = channels / 2;
		final float[] values = new float[channels * height * width];
		for (int i = 0; i < half; i += 2) {
			final double frequency = Math.pow(BASE, -(double) i / half);
			for (int y = 0; y < height; y++)
				for (int x = 0; x < width; x++) {
					final int cell = y * width + x;
					final int plane = height * width;
					values[i * plane + cell] = (float) Math.sin(x * frequency);
					values[(i + 1) * plane + cell] = (float) Math.cos(x * frequency);
					values[(half + i) * plane + cell] = (float) Math.sin(y * frequency);
					values[(half + i + 1) * plane + cell] = (float) Math.cos(y * frequency);
				}
		}
		return Tensors.toEngine(manager, values, 1, channels, height, width);
	}
}
