package org.anomalyflow.flow;

import ai.djl.ndarray.NDList;

/**
 * A bijection y = f(x) between lists of maps of equal shapes, with the logarithm of the absolute determinant of its
 * Jacobian with respect to the maps. It may be another bijection for each condition.
 * <p>
 * For every module and every finite x, in {@link FlowMode#INFERENCE}: {@code inverse(forward(x).maps()).maps()} is x up
 * to rounding, and the log-determinant of the inverse at y is the negative of that of the module at x. Log-determinants
 * are per sample: no sample's result depends on the others. What a module does to values that are not finite is
 * undefined.
 * <p>
 * Results belong to the scope of the first input map; so do all intermediate arrays.
 */
public interface InvertibleModule {

	/**
	 * Computes y = f(x | c).
	 *
	 * @param maps x, each map [batch, channels, H, W]
	 * @param conditions c, for each map what the bijection depends on beside it, [batch, D, H, W] of the map's size; empty where
	 *          there are no conditions. A module that takes none leaves them unread
	 * @param mode how to run
	 */
	FlowOutput forward(NDList maps, NDList conditions, FlowMode mode);

	/**
	 * Computes x = f<sup>-1</sup>(y | c) in {@link FlowMode#INFERENCE}.
	 *
	 * @param maps y, each map [batch, channels, H, W]
	 * @param conditions c, as in {@link #forward(NDList, NDList, FlowMode)}
	 */
	FlowOutput inverse(NDList maps, NDList conditions);

	/** As {@link #forward(NDList, NDList, FlowMode)}, without conditions. */
	default FlowOutput forward(final NDList maps, final FlowMode mode) {
		return forward(maps, new NDList(), mode);
	}

	/** As {@link #inverse(NDList, NDList)}, without conditions. */
	default FlowOutput inverse(final NDList maps) {
		return inverse(maps, new NDList());
	}
}
