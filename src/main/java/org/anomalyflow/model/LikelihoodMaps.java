package org.anomalyflow.model;

import java.util.List;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;

/**
 * What FastFlow and DANFlow make of latents: the anomaly map of a scale is minus the likelihood, -exp(-0.5 mean over the channels of
 * z<sup>2</sup>), in (-1, 0); the maps are averaged, and the highest value of that is the score.
 */
public final class LikelihoodMaps {

	private final ScriptedFunction likelihood;
	private final ScriptedFunction highest;

	/**
	 * @param context where to compute
	 * @param scales how many maps there are; the score is the highest value at the resolution of the first
	 */
	public LikelihoodMaps(final ComputeContext context, final int scales) {
		this(context, scales, "[torch.size(m0, 1), torch.size(m0, 2)]");
	}

	/** As above, with the score read at the size of the network's input. */
	public LikelihoodMaps(final ComputeContext context, final int scales, final GridSize input) {
		this(context, scales, "[" + input.height() + ", " + input.width() + "]");
	}

	private LikelihoodMaps(final ComputeContext context, final int scales, final String size) {
		likelihood = context.function(LikelihoodMaps.class, "likelihood");
		final List<String> maps = IntStream.range(0, scales).mapToObj(map -> "m" + map).toList();
		highest = context.function(LikelihoodMaps.class, "highest", "declarations", String.join(": Tensor, ", maps) + ": Tensor", "maps",
			String.join(", ", maps), "count", scales, "size", size);
	}

	/** The evidence of latents, each [batch, C, H, W]. */
	public Prediction predict(final NDList latents) {
		final NDList maps = new NDList();
		latents.forEach(z -> maps.addAll(likelihood.call(false, z)));
		return new Prediction(highest.call(false, maps.toArray(new NDArray[0])).singletonOrThrow(), maps);
	}
}
