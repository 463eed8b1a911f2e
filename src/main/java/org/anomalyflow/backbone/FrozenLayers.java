package org.anomalyflow.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Convolutions;
import org.anomalyflow.tensor.FoldedConvolution;
import org.anomalyflow.tensor.ScriptedFunction;
import org.anomalyflow.tensor.Tensors;
import org.anomalyflow.weights.HostTensor;

/**
 * What the frozen networks have in common: their convolutions, and the scope that owns their arrays, which are freed with
 * the context.
 */
final class FrozenLayers {

	private final ComputeContext context;
	private final NDManager parameters;
	private final Convolutions convolutions;

	/** With the faster convolutions that work here. */
	FrozenLayers(final ComputeContext context) {
		this(context, context.convolutions());
	}

	FrozenLayers(final ComputeContext context, final Convolutions convolutions) {
		this.context = context;
		this.convolutions = convolutions;
		parameters = context.newScope();
	}

	/**
	 * A scripted function of this package; see {@link Convolutions#function}.
	 *
	 * @param name the resource's name without {@code .py}
	 * @param replacements further pairs of key and value
	 */
	ScriptedFunction function(final String name, final Object... replacements) {
		return convolutions.function(FrozenLayers.class, name, replacements);
	}

	/** Calls a method of a scripted function with one map and a layer's own arrays; the result lives where the map does. */
	static NDArray call(final ScriptedFunction function, final String method, final NDArray map,
		final NDArray[] layer)
	{
		final NDArray[] arguments = new NDArray[layer.length + 1];
		arguments[0] = map;
		System.arraycopy(layer, 0, arguments, 1, layer.length);
		return function.callMethod(method, false, arguments).singletonOrThrow();
	}

	/** Weight and bias as {@code conv} takes them, in the scope of the network. */
	NDArray[] prepare(final FoldedConvolution convolution, final int stride) {
		return convolutions.prepare(parameters, convolution, stride, convolution.shape()[1] == 1);
	}

	/** A weight or bias of a matrix product in the type in which they run, in the scope of the network. */
	NDArray inComputeType(final HostTensor tensor) {
		try (NDManager scope = context.newScope()) {
			final NDArray cast = function("compute_type").call(false, Tensors.toEngine(scope, tensor)).singletonOrThrow();
			cast.attach(parameters);
			return cast;
		}
	}

	/** The scope of the network's own arrays. */
	NDManager parameters() {
		return parameters;
	}

	/** A float32 copy of a map in C order, [batch, channels, H, W], in the scope of {@code map}. */
	NDArray export(final NDArray map) {
		return function("feature_map").call(false, map).singletonOrThrow();
	}
}
