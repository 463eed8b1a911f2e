package org.anomalyflow.engine;

import java.util.stream.Stream;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * How linear layers whose weights do not change any more are computed on this device: on CPUs by operators that take
 * weights in the order of memory they compute in, MKL's for float32 and oneDNN's for 16 bits, elsewhere by the engine's
 * general operator.
 * <p>
 * All kinds are sources of the same two methods ({@code prepared}, {@code linear}), which stand in for
 * {@code {{linear}}} in scripted functions.
 */
public final class LinearLayers {

	/** The sources of the two methods. */
	public enum Kind {
		MKL("linear_mkl"), ONEDNN("linear_onednn"), EAGER("linear_eager");

		private final String resource;

		Kind(final String resource) {
			this.resource = resource;
		}
	}

	/**
	 * A layer on the engine.
	 *
	 * @param weight [out, in]
	 * @param packed the weight in MKL's order of memory for one number of rows; the weight itself for other kinds and before
	 * @param bias [out]
	 */
	public record Layer(NDArray weight, NDArray packed, NDArray bias) {}

	private static final int PROBE_LENGTH = 16;

	private final ComputeContext context;
	private final Kind kind;
	private final String methods;

	/** Those of the fastest kind that works here. */
	static LinearLayers fastest(final ComputeContext context) {
		final Kind kind = context.precision() == Precision.MIXED ? Kind.ONEDNN : Kind.MKL;
		return new LinearLayers(context, "cpu".equals(context.device()) && !context.isPortable() && works(context, kind) ? kind : Kind.EAGER);
	}

	/** @param kind one that works here */
	public LinearLayers(final ComputeContext context, final Kind kind) {
		this.context = context;
		this.kind = kind;
		methods = ScriptedFunction.source(LinearLayers.class, kind.resource);
	}

	/** Whether a kind works here, which only a trial tells: its operators are not part of every build of the engine. */
	public static boolean works(final ComputeContext context, final Kind kind) {
		final LinearLayers candidate = new LinearLayers(context, kind);
		final int n = PROBE_LENGTH;
		try (NDManager scope = context.newScope()) {
			final NDArray x = Tensors.toEngine(scope, new float[n * n], 1, n, n);
			final Layer layer = candidate.prepare(scope, Tensors.toEngine(scope, new float[n * n], n, n),
				Tensors.toEngine(scope, new float[n], n));
			final NDArray packed = candidate.pack(scope, layer, n).packed();
			candidate.function(LinearLayers.class, "linear", "rows", n).call(false, x, layer.weight(), packed, layer.bias());
			return true;
		}
		catch (final AnomalyFlowException | EngineException e) {
			return false;
		}
	}

	/** The kind that is used. */
	Kind kind() {
		return kind;
	}

	/**
	 * A scripted function in which {@code {{linear}}} stands for the two methods.
	 *
	 * @param user the class beside which the resource {@code NAME.py} lies
	 * @param name the resource's name without {@code .py}
	 * @param replacements further pairs of key and value
	 */
	public ScriptedFunction function(final Class<?> user, final String name, final Object... replacements) {
		return context.function(user, name, Stream.concat(Stream.of("linear", methods), Stream.of(replacements)).toArray());
	}

	/**
	 * A layer that is not packed.
	 *
	 * @param owner the scope that owns its arrays
	 * @param weight [out, in]
	 * @param bias [out]
	 */
	public Layer prepare(final NDManager owner, final NDArray weight, final NDArray bias) {
		final NDList prepared = function(LinearLayers.class, "prepare_linear").call(false, weight, bias);
		prepared.attach(owner);
		return new Layer(prepared.get(0), prepared.get(0), prepared.get(1));
	}

	/**
	 * The layer packed for a number of rows, where that makes a difference.
	 *
	 * @param owner the scope that owns what is made
	 * @param rows rows of the matrix that the layer multiplies: batch times n of [batch, n, in]
	 */
	public Layer pack(final NDManager owner, final Layer layer, final long rows) {
		if (kind != Kind.MKL)
			return layer;
		final NDArray packed = context.function(LinearLayers.class, "pack_linear", "rows", rows).call(false, layer.weight()).singletonOrThrow();
		packed.attach(owner);
		return new Layer(layer.weight(), packed, layer.bias());
	}
}
