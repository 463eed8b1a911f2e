package org.anomalyflow.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What an invertible module returns.
 *
 * @param maps the transformed maps, each [batch, channels, H, W]
 * @param logDets for each map the log-determinant of the Jacobian that it contributes, per sample: [batch]
 */
public record FlowOutput(NDList maps, NDList logDets) {

	/** The log-determinant of the whole module per sample: [batch]. */
	public NDArray logDet() {
		NDArray sum = logDets.get(0);
		for (int i = 1; i < logDets.size(); i++)
			sum = sum.add(logDets.get(i));
		return sum;
	}
}
