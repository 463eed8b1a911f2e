package org.anomalyflow.gate;

import java.util.Map;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.ScriptedFunction;
import org.anomalyflow.weights.HostTensor;

/**
 * What an image looks like as a whole, in a few hundred numbers: {@value #PIXELS} of its pixels (brightness, contrast,
 * sharpness, evenness and colour) and, of each map of a backbone, mean and standard deviation of each channel.
 */
public final class ImageSummary {

	/** Numbers of the pixels. */
	static final int PIXELS = 20;

	private final ScriptedFunction pixels;
	private final ScriptedFunction pool;

	/** @param context where to compute */
	public ImageSummary(final ComputeContext context) {
		pixels = context.function(ImageSummary.class, "pixels");
		pool = context.function(ImageSummary.class, "pool");
	}

	/**
	 * The parts of a summary.
	 *
	 * @param input the network's input, [1, 3, side, side]
	 * @param features the maps of the backbone, each [1, C, H, W]
	 * @return [1, 20], then for each map [1, 2 C], its means before its deviations
	 */
	public NDList of(final NDArray input, final NDList features) {
		final NDList parts = new NDList(pixels.call(false, input));
		for (final NDArray map : features)
			parts.addAll(pool.call(false, map));
		return parts;
	}

	/** The parts of a summary as one vector. */
	public static float[] join(final NDList parts) {
		int length = 0;
		for (final NDArray part : parts)
			length += (int) part.size();
		final float[] all = new float[length];
		int start = 0;
		for (final NDArray part : parts) {
			final float[] values = part.toFloatArray();
			System.arraycopy(values, 0, all, start, values.length);
			start += values.length;
		}
		return all;
	}

	/**
	 * The summary that an image has once its features are brought to a common scale.
	 *
	 * @param summary of raw features; not changed
	 * @param statistics {@code mean0}, {@code std0}, {@code mean1}, ... as a model file has them; empty for none
	 */
	public static float[] standardised(final float[] summary, final Map<String, HostTensor> statistics) {
		final float[] result = summary.clone();
		int start = PIXELS;
		for (int map = 0; statistics.containsKey("mean" + map); map++) {
			final float[] means = statistics.get("mean" + map).toFloats();
			final float[] deviations = statistics.get("std" + map).toFloats();
			for (int c = 0; c < means.length; c++) {
				result[start + c] = (summary[start + c] - means[c]) / deviations[c];
				result[start + means.length + c] = summary[start + means.length + c] / deviations[c];
			}
			start += 2 * means.length;
		}
		return result;
	}
}
