package org.anomalyflow.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;

/**
 * The affine transformation inside a coupling block, y = exp(e(s)) x + t, whose exponent is bounded softly: e(s) = clamp
 * 0.636 atan(s / clamp). (CS-Flow, section 3.2, equation 3; the reference rounds 2 / pi to 0.636.)
 */
public final class SoftClampedAffine {

	private static final double ROUNDED_TWO_OVER_PI = 0.636;

	private final ScriptedFunction function;

	/**
	 * @param context where to compute
	 * @param clamp bound of the exponent, above 0
	 */
	public SoftClampedAffine(final ComputeContext context, final double clamp) {
		function = context.function(SoftClampedAffine.class, "soft_clamped_affine", "clamp", clamp, "gain", clamp * ROUNDED_TWO_OVER_PI);
	}

	/**
	 * Computes y and its log-determinant.
	 *
	 * @param x [batch, channels, H, W]
	 * @param st s and t one after the other, [batch, 2 channels, H, W]
	 * @param differentiable whether to record gradients
	 * @return y of the shape of x, and the sum of e(s) over the channels, [batch, H, W]
	 */
	public NDList forward(final NDArray x, final NDArray st, final boolean differentiable) {
		final NDList result = function.call(differentiable, x, st);
		try (NDArray exponent = result.get(1)) {
			return new NDList(result.get(0), function.callMethod("log_det", differentiable, exponent).singletonOrThrow());
		}
	}

	/** Computes x from y, and the log-determinant of doing so; shapes as in {@link #forward}. */
	public NDList inverse(final NDArray y, final NDArray st) {
		return function.callMethod("inverse", false, y, st);
	}
}
