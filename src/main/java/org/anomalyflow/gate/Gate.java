package org.anomalyflow.gate;

import java.util.Map;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.ScriptedFunction;
import org.anomalyflow.tensor.Tensors;
import org.anomalyflow.weights.HostTensor;

/**
 * How far images are as a whole from those that a model was trained on, whatever the model says of them: a flow that was
 * never shown a blurred image may find it very likely. See {@link GateLearner} for where it comes from.
 */
public final class Gate {

	static final String CENTRE = "centre";
	static final String WEIGHT = "weight";
	static final String DIRECTIONS = "directions";

	private final PooledFeatures pooled;
	private final ScriptedFunction function;
	private final NDArray centre;
	private final NDArray weight;
	private final NDArray directions;

	/**
	 * @param context where to compute; owns the tensors
	 * @param tensors as {@link LearnedGate} has them
	 */
	public Gate(final ComputeContext context, final Map<String, HostTensor> tensors) {
		pooled = new PooledFeatures(context);
		function = context.function(Gate.class, "distance");
		centre = Tensors.toEngine(context.manager(), tensors.get(CENTRE));
		weight = Tensors.toEngine(context.manager(), tensors.get(WEIGHT));
		directions = Tensors.toEngine(context.manager(), tensors.get(DIRECTIONS));
	}

	/**
	 * The distances of a batch. Only scripted functions are called, so that the way there can be recorded.
	 *
	 * @param input the network's input, [batch, 3, H, W]
	 * @param maps the feature maps of the backbone, each [batch, C, H, W]
	 * @return [batch], each at least 0, in the scope of the input
	 */
	public NDArray distances(final NDArray input, final NDList maps) {
		return function.call(false, pooled.of(input, maps), centre, weight, directions).singletonOrThrow();
	}
}
