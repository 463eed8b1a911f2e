package org.anomalyflow.gate;

import java.util.Map;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.tensorfile.HostTensor;

/**
 * What an image looks like as a whole, in a few hundred numbers, whatever part of it is where:
 * <ol>
 * <li>{@value #LIGHT} of light: brightness, contrast, evenness and colour of the network's input;
 * <li>{@value #SPECTRUM} of sharpness and magnification: how much neighbouring pixels differ, at {@value #LEVELS}
 * resolutions, a coarse spectrum;
 * <li>of each map of a backbone mean and standard deviation of each channel. Filter bank and networks do not see some of
 * the first two, on purpose.
 * </ol>
 * Contrast and spectrum are logarithms, so that factors count. The input has at least 32 pixels a side.
 */
public final class ImageSummary {

	/** Resolutions of the spectrum, each half of the one before. */
	static final int LEVELS = 5;
	/** Numbers of light. */
	static final int LIGHT = 14;
	/** Numbers of the spectrum: two per channel and resolution. */
	static final int SPECTRUM = 6 * LEVELS;
	/** Numbers of the pixels. */
	static final int PIXELS = LIGHT + SPECTRUM;
	/** Added before the logarithm, in units of the network's input: a fraction of a gray level of 255. */
	private static final double FLOOR = 1e-3;

	private final ScriptedFunction pixels;
	private final ScriptedFunction pool;

	/** @param context where to compute */
	public ImageSummary(final ComputeContext context) {
		pixels = context.function(ImageSummary.class, "pixels", "further", LEVELS - 1, "floor", FLOOR);
		pool = context.function(ImageSummary.class, "pool");
	}

	/**
	 * The parts of a summary.
	 *
	 * @param input the network's input, [1, 3, side, side]
	 * @param features the maps of the backbone, each [1, C, H, W]
	 * @return [1, {@value #PIXELS}], then for each map [1, 2 C], its means before its deviations
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
