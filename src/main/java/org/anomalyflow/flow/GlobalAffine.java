package org.anomalyflow.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.flow.InvertibleModule;

/**
 * A trainable affine transformation of each channel of one map, y = scale x + offset with scale = softplus(g) / 10, the
 * softplus log(1 + exp(g / 2)) / (1 / 2). It starts as the identity.
 * <p>
 * Parameters: {@code global_scale} g and {@code global_offset}, each [1, C, 1, 1].
 */
public final class GlobalAffine implements InvertibleModule {

	static final String SCALE = "global_scale";
	static final String OFFSET = "global_offset";
	private static final double BETA = 0.5;
	private static final double GAIN = 0.1;
	/** Where the scale is 1. */
	private static final double START = Math.log(Math.expm1(BETA / GAIN)) / BETA;

	private final NDArray g;
	private final NDArray offset;
	private final ScriptedFunction function;

	/**
	 * @param context where to compute
	 * @param parameters the model's tensors
	 * @param prefix what this step's names begin with, dot included
	 */
	public GlobalAffine(final ComputeContext context, final Parameters parameters, final String prefix) {
		g = parameters.get(prefix + SCALE);
		offset = parameters.get(prefix + OFFSET);
		function = context.function(GlobalAffine.class, "global_affine", "scale", scaleSource());
	}

	/** Adds its tensors to a plan. */
	public static void plan(final TensorPlan plan, final String prefix, final int channels) {
		plan(plan, prefix, new Shape(1, channels, 1, 1));
	}

	/** As above, for tensors of another shape with one number per channel. */
	static void plan(final TensorPlan plan, final String prefix, final Shape shape) {
		plan.constant(prefix + SCALE, shape, START);
		plan.constant(prefix + OFFSET, shape, 0);
	}

	/** The source of the method {@code scale}, g to the scale. */
	static String scaleSource() {
		return ScriptedFunction.source(GlobalAffine.class, "softplus_scale").replace("{{beta}}", Double.toString(BETA)).replace("{{gain}}",
			Double.toString(GAIN));
	}

	@Override
	public FlowOutput forward(final NDList maps, final NDList conditions, final FlowMode mode) {
		final boolean differentiable = mode.differentiable();
		final NDArray x = maps.singletonOrThrow();
		final NDList result = function.call(differentiable, x, g, offset);
		try (NDArray scale = result.get(1)) {
			return new FlowOutput(result.subNDList(0, 1), function.callMethod("log_det", differentiable, x, scale));
		}
	}

	@Override
	public FlowOutput inverse(final NDList maps, final NDList conditions) {
		final NDList result = function.callMethod("inverse", false, maps.singletonOrThrow(), g, offset);
		return new FlowOutput(result.subNDList(0, 1), result.subNDList(1));
	}
}
