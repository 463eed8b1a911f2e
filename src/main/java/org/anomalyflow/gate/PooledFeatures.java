package org.anomalyflow.gate;

import java.util.List;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.image.NetworkInput;
import org.anomalyflow.tensor.ComputeContext;

/**
 * What an image looks like as a whole, in D numbers, whatever part of it is where. Three parts:
 * <ol>
 * <li>light and contrast: mean and standard deviation of each channel of the network's input;
 * <li>sharpness and scale: how much neighbouring pixels differ along x and along y (root mean square), at
 * {@value #LEVELS} resolutions, each half of the one before: a coarse spectrum;
 * <li>texture: mean and standard deviation of each channel of the feature maps that a detector computes anyway. Filter
 * bank and networks are blind to some of the first two, on purpose.
 * </ol>
 * Of all but the means of the first part and the third part the logarithm is taken, so that factors count.
 */
public final class PooledFeatures {

	/** Resolutions at which the differences of neighbours are taken. */
	static final int LEVELS = 6;
	/** Numbers of the first part: two per channel. */
	static final int LIGHT = 2 * NetworkInput.CHANNELS;
	/** Numbers of the second part: two per channel and resolution. */
	static final int SPECTRUM = 2 * NetworkInput.CHANNELS * LEVELS;
	/** Added before the logarithm: a flat image has no contrast, a small fraction of a gray level in the network's input. */
	private static final double FLOOR = 1e-3;

	private final ComputeContext context;

	/** @param context where to compute */
	public PooledFeatures(final ComputeContext context) {
		this.context = context;
	}

	/**
	 * Pools the maps of a batch, in one call of a scripted function.
	 *
	 * @param input the network's input, [batch, 3, H, W], H and W at least 64
	 * @param maps feature maps, at least one, each [batch, C, H, W], as the backbone gives them
	 * @return [batch, D], D = 42 + 2 (sum of all C), in the scope of the input
	 */
	public NDArray of(final NDArray input, final NDList maps) {
		final NDList all = new NDList(input);
		all.addAll(maps);
		final List<String> names = IntStream.range(0, maps.size()).mapToObj(map -> "x" + map).toList();
		return context.function(PooledFeatures.class, "pooled", "declarations", String.join(": Tensor, ", names) + ": Tensor",
			"all", String.join(", ", names.stream().map(name -> "(self).pool(" + name + ")").toList()), "further", LEVELS - 1,
			"floor", FLOOR).call(false, all.toArray(new NDArray[0])).singletonOrThrow();
	}
}
