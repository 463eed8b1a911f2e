package org.anomalyflow.backbone;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.ScriptedFunction;
import org.anomalyflow.tensor.Tensors;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;
import org.anomalyflow.weights.HostTensor;

/**
 * How the frozen networks compute on this device: on CPUs they convolve with oneDNN's own operators, which take weights
 * in the order of memory they compute in and fuse activations, elsewhere with the engine's general operator. Owns the
 * networks' arrays; they are freed with the context.
 * <p>
 * Both kinds of convolution are sources of the same three methods ({@code prepared}, {@code conv}, {@code conv_add}),
 * which stand in for {@code {{convolution}}} in the networks' scripted functions.
 */
final class FrozenLayers {

	/** The sources of the three methods. */
	enum Kind {
		ONEDNN("convolution_onednn"), EAGER("convolution_eager");

		private final String resource;

		Kind(final String resource) {
			this.resource = resource;
		}
	}

	private static final int PROBE_CHANNELS = 8;

	private final ComputeContext context;
	private final NDManager parameters;
	private final String methods;

	/** Chooses the faster kind that works here. */
	FrozenLayers(final ComputeContext context) {
		this(context, "cpu".equals(context.device()) && !context.isPortable() && works(context) ? Kind.ONEDNN : Kind.EAGER);
	}

	FrozenLayers(final ComputeContext context, final Kind kind) {
		this.context = context;
		parameters = context.newScope();
		methods = source(kind.resource);
	}

	/**
	 * Whether oneDNN's operators work here. They are not part of every build of the engine, nor is bfloat16 of every
	 * processor: only a trial tells.
	 */
	static boolean works(final ComputeContext context) {
		final FrozenLayers candidate = new FrozenLayers(context, Kind.ONEDNN);
		try (candidate.parameters; NDManager scope = context.newScope()) {
			final int c = PROBE_CHANNELS;
			final NDArray[] convolution = candidate.prepare(new FoldedConvolution(new float[c * c], new float[c],
				new long[] { c, c, 1, 1 }), 1);
			final NDArray x = Tensors.toEngine(scope, new float[c * 16], 1, c, 4, 4);
			candidate.function("convolution_probe").call(false, x, convolution[0], convolution[1]);
			return true;
		}
		catch (final AnomalyFlowException | EngineException e) {
			return false;
		}
	}

	/** The text of a resource of this package, {@code NAME.py}. */
	static String source(final String name) {
		try (InputStream in = FrozenLayers.class.getResourceAsStream(name + ".py")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read the functions " + name + ": " + Messages.reason(e), e);
		}
	}

	/**
	 * A scripted function of this package in which {@code {{convolution}}} stands for the three methods.
	 *
	 * @param name the resource's name without {@code .py}
	 * @param replacements further pairs of key and value
	 */
	ScriptedFunction function(final String name, final Object... replacements) {
		final Object[] all = new Object[replacements.length + 2];
		all[0] = "convolution";
		all[1] = methods;
		System.arraycopy(replacements, 0, all, 2, replacements.length);
		return context.function(FrozenLayers.class, name, all);
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
		try (NDManager scope = context.newScope()) {
			final NDList prepared = function("prepare_convolution", "stride", stride).call(false, Tensors.toEngine(scope,
				convolution.weight(), convolution.shape()), Tensors.toEngine(scope, convolution.bias(), convolution
					.bias().length));
			prepared.attach(parameters);
			return prepared.toArray(new NDArray[0]);
		}
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
