package org.anomalyflow.flow;

import java.util.ArrayList;
import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;

/**
 * An affine coupling over several maps together (CS-Flow, section 3.2): with the channels of each map split into x1 (the first C / 2)
 * and x2,
 *
 * <pre>
 * y1 = exp(e(s)) x1 + t,     (s, t)   = s2(x2)
 * y2 = exp(e(s')) x2 + t',   (s', t') = s1(y1)
 * </pre>
 *
 * where s2 and s1 see the halves of all maps and e is that of {@link SoftClampedAffine}. The output is limited to +-1e6; s1 sees y1
 * before that limit and the log-determinant ignores it, as in the references. The inverse is exact where the limit was not reached
 * (the references of CS-Flow take the translation of x1 from the wrong subnet and, as that of MSFlow, split at C - C / 2, and so do
 * not always invert).
 */
public final class JointCoupling implements InvertibleModule {

	private static final double LIMIT = 1e6;

	/** Makes scales and translations of one half of all maps from the other. */
	public interface Subnet {

		/**
		 * Computes s and t.
		 *
		 * @param maps halves of the maps, each [batch, channels, H, W]
		 * @param differentiable whether to record gradients
		 * @return for each map s and t one after the other, [batch, 2 channels of the other half, H, W]
		 */
		NDList apply(NDList maps, boolean differentiable);
	}

	private final List<ScriptedFunction> splits = new ArrayList<>();
	private final ScriptedFunction joined;
	private final Subnet s1;
	private final Subnet s2;
	private final SoftClampedAffine affine;
	private final ScriptedFunction limitedJoin;

	/**
	 * @param context where to compute
	 * @param channels C of each map, at least 2
	 * @param s1 transforms the second halves by the first
	 * @param s2 transforms the first halves by the second
	 * @param clamp bound of the exponents, above 0
	 */
	public JointCoupling(final ComputeContext context, final List<Integer> channels, final Subnet s1, final Subnet s2, final double clamp) {
		for (final int count : channels)
			splits.add(context.function(FlowSequence.class, "split_channels", "first", count / 2));
		joined = context.function(FlowSequence.class, "join_channels");
		this.s1 = s1;
		this.s2 = s2;
		affine = new SoftClampedAffine(context, clamp);
		limitedJoin = context.function(JointCoupling.class, "limited_join", "limit", LIMIT);
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
		for (int i = 0; i < maps.size(); i++) {
			final NDList parts = splits.get(i).call(differentiable, maps.get(i));
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
