package org.anomalyflow.model.danflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.flow.TanhClamp;

/**
 * The affine transformation inside DANFlow's couplings: from the subnet's output a = [s | t], scaled down by 10 for a
 * gentle start,
 *
 * <pre>
 * y = exp(j) x + t / 10,     j = 2 tanh(s / 10)
 * </pre>
 */
final class TanhClampedAffine {

	private static final double CLAMP = 2;

	private final ScriptedFunction function;

	/** @param context where to compute */
	TanhClampedAffine(final ComputeContext context) {
		function = context.function(TanhClampedAffine.class, "tanh_clamped_affine", "exponent", TanhClamp.UNSCALED.source(CLAMP), "gain",
			TanhClamp.GAIN);
	}

	/**
	 * Computes y and its log-determinant.
	 *
	 * @param x [batch, channels, H, W]
	 * @param a s and t one after the other, [batch, 2 channels, H, W]
	 * @param differentiable whether to record gradients
	 * @return y of the shape of x, and the sum of j over the channels, [batch, H, W]
	 */
	NDList forward(final NDArray x, final NDArray a, final boolean differentiable) {
		final NDList result = function.call(differentiable, x, a);
		try (NDArray exponent = result.get(1)) {
			return new NDList(result.get(0), function.callMethod("log_det", differentiable, exponent).singletonOrThrow());
		}
	}

	/** Computes x from y, and the log-determinant of doing so; shapes as in {@link #forward}. */
	NDList inverse(final NDArray y, final NDArray a) {
		return function.callMethod("inverse", false, y, a);
	}
}
