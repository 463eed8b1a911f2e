package org.anomalyflow.flow;

import ai.djl.ndarray.NDList;

/**
 * A bijection y = f(x) between lists of maps of equal shapes, with the logarithm of the absolute determinant of its
 * Jacobian.
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
	 * Computes y = f(x).
	 *
	 * @param maps x, each map [batch, channels, H, W]
	 * @param mode how to run
	 */
	FlowOutput forward(NDList maps, FlowMode mode);

	/**
	 * Computes x = f<sup>-1</sup>(y) in {@link FlowMode#INFERENCE}.
	 *
	 * @param maps y, each map [batch, channels, H, W]
	 */
	FlowOutput inverse(NDList maps);
}
