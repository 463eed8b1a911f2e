package org.anomalyflow.model.csflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.flow.FlowSequence;
import org.anomalyflow.flow.InvertibleModule;
import org.anomalyflow.flow.SoftClampedAffine;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Parameters;
import org.anomalyflow.tensor.ScriptedFunction;

/**
 * One coupling block of CS-Flow over three scales (CS-Flow, section 3.2): with the channels split into x1 (the first
 * C / 2) and x2,
 *
 * <pre>
 * y1 = exp(e(s)) x1 + t,     (s, t)   = s2(x2)
 * y2 = exp(e(s')) x2 + t',   (s', t') = s1(y1)
 * </pre>
 *
 * The output is limited to +-1e6; s1 sees y1 before that limit and the log-determinant ignores it, as in the reference.
 * The inverse is exact where the limit was not reached (both references take the translation of x1 from the wrong subnet
 * and split at C - C / 2, and so do not invert).
 */
final class CrossScaleCoupling implements InvertibleModule {

	static final double CLAMP = 3;
	private static final double LIMIT = 1e6;

	private final ScriptedFunction split;
	private final ScriptedFunction joined;
	private final CrossConvolution s1;
	private final CrossConvolution s2;
	private final SoftClampedAffine affine;
	private final ScriptedFunction limitedJoin;

	/**
	 * @param context where to compute
	 * @param parameters the model's tensors
	 * @param prefix what this block's names begin with, dot included
	 * @param channels C, at least 2
	 */
	CrossScaleCoupling(final ComputeContext context, final Parameters parameters, final String prefix,
		final int channels)
	{
		split = context.function(FlowSequence.class, "split_channels", "first", channels / 2);
		joined = context.function(FlowSequence.class, "join_channels");
		s1 = new CrossConvolution(context, parameters, prefix + "s1.");
		s2 = new CrossConvolution(context, parameters, prefix + "s2.");
		affine = new SoftClampedAffine(context, CLAMP);
		limitedJoin = context.function(CrossScaleCoupling.class, "limited_join", "limit", LIMIT);
	}

	/** Tells that the parameters do not change until the next differentiable call. */
	void freeze() {
		s1.freeze();
		s2.freeze();
	}

	@Override
	public FlowOutput forward(final NDList maps, final NDList conditions, final FlowMode mode) {
		final boolean differentiable = mode.differentiable();
		final NDList x1 = new NDList();
		final NDList x2 = new NDList();
		split(maps, x1, x2, differentiable);
		final FlowOutput y1 = transform(x1, s2.apply(x2, differentiable), differentiable);
		final FlowOutput y2 = transform(x2, s1.apply(y1.maps(), differentiable), differentiable);
		return join(y1, y2, limitedJoin, differentiable);
	}

	@Override
	public FlowOutput inverse(final NDList maps, final NDList conditions) {
		final NDList y1 = new NDList();
		final NDList y2 = new NDList();
		split(maps, y1, y2, false);
		final FlowOutput x2 = restore(y2, s1.apply(y1, false));
		final FlowOutput x1 = restore(y1, s2.apply(x2.maps(), false));
		return join(x1, x2, joined, false);
	}

	private void split(final NDList maps, final NDList first, final NDList second, final boolean differentiable) {
		for (final NDArray map : maps) {
			final NDList parts = split.call(differentiable, map);
			first.add(parts.get(0));
			second.add(parts.get(1));
		}
	}

	private FlowOutput transform(final NDList maps, final NDList st, final boolean differentiable) {
		final FlowOutput result = new FlowOutput(new NDList(), new NDList());
		for (int i = 0; i < maps.size(); i++)
			add(result, affine.forward(maps.get(i), st.get(i), differentiable));
		return result;
	}

	private FlowOutput restore(final NDList maps, final NDList st) {
		final FlowOutput result = new FlowOutput(new NDList(), new NDList());
		for (int i = 0; i < maps.size(); i++)
			add(result, affine.inverse(maps.get(i), st.get(i)));
		return result;
	}

	private static void add(final FlowOutput result, final NDList mapAndLogDet) {
		result.maps().add(mapAndLogDet.get(0));
		result.logDets().add(mapAndLogDet.get(1));
	}

	private static FlowOutput join(final FlowOutput first, final FlowOutput second, final ScriptedFunction halves,
		final boolean differentiable)
	{
		final FlowOutput result = new FlowOutput(new NDList(), new NDList());
		for (int i = 0; i < first.maps().size(); i++) {
			result.maps().addAll(halves.call(differentiable, first.maps().get(i), second.maps().get(i)));
			result.logDets().add(first.logDets().get(i).add(second.logDets().get(i)));
		}
		return result;
	}
}
