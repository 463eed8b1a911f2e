package org.anomalyflow.flow;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.util.AnomalyFlowException;

/** A fixed permutation of the channels of each map: out[:, c] = in[:, order[c]]. Its log-determinant is 0. */
public final class ChannelPermutation implements InvertibleModule {

	private final List<NDArray> orders;
	private final List<NDArray> inverseOrders = new ArrayList<>();
	private final ScriptedFunction permute;

	/**
	 * @param context where to compute
	 * @param orders for each map the order, int64 [channels]
	 * @throws AnomalyFlowException if one is no order of 0 to channels - 1
	 */
	public ChannelPermutation(final ComputeContext context, final List<NDArray> orders) {
		this.orders = List.copyOf(orders);
		for (final NDArray order : orders)
			inverseOrders.add(context.manager().create(invert(order.toLongArray())));
		permute = context.function(ChannelPermutation.class, "permute_channels");
	}

	/** The order that undoes another. */
	static long[] invert(final long[] order) {
		final long[] inverse = new long[order.length];
		Arrays.fill(inverse, -1);
		for (int i = 0; i < order.length; i++) {
			if (order[i] < 0 || order[i] >= order.length || inverse[(int) order[i]] >= 0)
				throw new AnomalyFlowException("The permutation of " + order.length + " channels has " + order[i] + " at place " + i +
					"; it must have each number from 0 to " + (order.length - 1) + " once");
			inverse[(int) order[i]] = i;
		}
		return inverse;
	}

	@Override
	public FlowOutput forward(final NDList maps, final NDList conditions, final FlowMode mode) {
		return apply(maps, orders, mode.differentiable());
	}

	@Override
	public FlowOutput inverse(final NDList maps, final NDList conditions) {
		return apply(maps, inverseOrders, false);
	}

	private FlowOutput apply(final NDList maps, final List<NDArray> by, final boolean differentiable) {
		final NDList permuted = new NDList();
		final NDList logDets = new NDList();
		for (int i = 0; i < maps.size(); i++) {
			final NDArray map = maps.get(i);
			permuted.addAll(permute.call(differentiable, map, by.get(i)));
			final Shape shape = map.getShape();
			logDets.add(map.getManager().zeros(new Shape(shape.get(0), shape.get(2), shape.get(3)), DataType.FLOAT32));
		}
		return new FlowOutput(permuted, logDets);
	}
}
