package org.anomalyflow.backbone;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Convolutions;
import org.anomalyflow.engine.FoldedConvolution;
import org.anomalyflow.engine.LinearLayers;
import org.anomalyflow.engine.LinearLayers.Layer;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.tensorfile.HostTensor;

/**
 * What the frozen networks have in common: their convolutions and linear layers, and the scope that owns their arrays,
 * which are freed with the context.
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

	/** The same with linear layers instead of convolutions; see {@link LinearLayers#function}. */
	ScriptedFunction linearFunction(final String name, final Object... replacements) {
		return context.linearLayers().function(FrozenLayers.class, name, replacements);
	}

	/** Calls a method of a scripted function with one map and a layer's own arrays; the result lives where the map does. */
	static NDArray call(final ScriptedFunction function, final String method, final NDArray map, final NDArray[] layer) {
		final NDArray[] arguments = new NDArray[layer.length + 1];
		arguments[0] = map;
		System.arraycopy(layer, 0, arguments, 1, layer.length);
		return function.callMethod(method, false, arguments).singletonOrThrow();
	}

	/** Weight and bias as {@code conv} takes them, in the scope of the network. */
	NDArray[] prepare(final FoldedConvolution convolution, final int stride) {
		return convolutions.prepare(parameters, convolution, stride, convolution.shape()[1] == 1);
	}

	/** A linear layer, NAME.weight and NAME.bias, that is not packed yet, in the scope of the network. */
	Layer linear(final Map<String, HostTensor> tensors, final String name) {
		try (NDManager scope = context.newScope()) {
			final NDArray weight = Tensors.toEngine(scope, tensors.get(name + ".weight"));
			final NDArray bias = Tensors.toEngine(scope, tensors.get(name + ".bias"));
			return context.linearLayers().prepare(parameters, weight, bias);
		}
	}

	/** The layer packed for a number of rows, in the scope of the network. */
	Layer pack(final Layer layer, final long rows) {
		return context.linearLayers().pack(parameters, layer, rows);
	}

	/** NAME.weight and NAME.bias of a normalisation, in the scope of the network. */
	List<NDArray> norm(final Map<String, HostTensor> tensors, final String name) {
		return Stream.of(".weight", ".bias").map(part -> Tensors.toEngine(parameters, tensors.get(name + part))).toList();
	}

	/** The scope of the network's own arrays. */
	NDManager parameters() {
		return parameters;
	}

	/**
	 * A map as float32 in C order, [batch, channels, H, W], in the scope of {@code map}: a copy, unless it is like that
	 * already.
	 */
	NDArray export(final NDArray map) {
		return function("feature_map").call(false, map).singletonOrThrow();
	}
}
