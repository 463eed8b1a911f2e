package org.anomalyflow.engine;

import java.util.stream.Stream;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * How convolutions whose weights do not change any more are computed on this device: on CPUs by oneDNN's own operators,
 * which take weights in the order of memory they compute in and fuse activations, elsewhere by the engine's general
 * operator.
 * <p>
 * Both kinds are sources of the same three methods ({@code prepared}, {@code conv}, {@code conv_add}), which stand in
 * for {@code {{convolution}}} in scripted functions.
 */
public final class Convolutions {

	/** The sources of the three methods. */
	public enum Kind {
		ONEDNN("convolution_onednn"), EAGER("convolution_eager");

		private final String resource;

		Kind(final String resource) {
			this.resource = resource;
		}
	}

	private static final int PROBE_CHANNELS = 8;

	private final ComputeContext context;
	private final String methods;

	/** Those of the faster kind that works here. */
	static Convolutions fastest(final ComputeContext context) {
		return new Convolutions(context, "cpu".equals(context.device()) && !context.isPortable() && works(context) ? Kind.ONEDNN : Kind.EAGER);
	}

	/** @param kind one that works here */
	public Convolutions(final ComputeContext context, final Kind kind) {
		this.context = context;
		methods = ScriptedFunction.source(Convolutions.class, kind.resource);
	}

	/**
	 * Whether oneDNN's operators work here. They are not part of every build of the engine, nor is bfloat16 of every
	 * processor: only a trial tells.
	 */
	public static boolean works(final ComputeContext context) {
		final Convolutions candidate = new Convolutions(context, Kind.ONEDNN);
		try (NDManager scope = context.newScope()) {
			final int c = PROBE_CHANNELS;
			final NDArray[] convolution = candidate.prepare(scope,
				new FoldedConvolution(new float[c * c], new float[c], new long[]{ c, c, 1, 1 }), 1, false);
			final NDArray x = Tensors.toEngine(scope, new float[c * 16], 1, c, 4, 4);
			candidate.function(Convolutions.class, "convolution_probe").call(false, x, convolution[0], convolution[1]);
			return true;
		}
		catch (final AnomalyFlowException | EngineException e) {
			return false;
		}
	}

	/**
	 * A scripted function in which {@code {{convolution}}} stands for the three methods.
	 *
	 * @param user the class beside which the resource {@code NAME.py} lies
	 * @param name the resource's name without {@code .py}
	 * @param replacements further pairs of key and value
	 */
	public ScriptedFunction function(final Class<?> user, final String name, final Object... replacements) {
		return context.function(user, name, Stream.concat(Stream.of("convolution", methods), Stream.of(replacements)).toArray());
	}

	/**
	 * Weight and bias as {@code conv} takes them.
	 *
	 * @param owner the scope that owns them
	 * @param stride of the convolution
	 * @param depthwise whether each channel is convolved by itself
	 */
	public NDArray[] prepare(final NDManager owner, final FoldedConvolution convolution, final int stride, final boolean depthwise) {
		try (NDManager scope = context.newScope()) {
			return prepare(owner, Tensors.toEngine(scope, convolution.weight(), convolution.shape()),
				Tensors.toEngine(scope, convolution.bias(), convolution.bias().length), stride, depthwise);
		}
	}

	/** As above, of a weight [out, in / groups, k, k] and a bias [out], which stay as they are. */
	public NDArray[] prepare(final NDManager owner, final NDArray weight, final NDArray bias, final int stride, final boolean depthwise) {
		final NDList prepared = function(Convolutions.class, "prepare_convolution", "stride", stride, "groups",
			depthwise ? weight.getShape().get(0) : 1).call(false, weight, bias);
		prepared.attach(owner);
		return prepared.toArray(new NDArray[0]);
	}
}
