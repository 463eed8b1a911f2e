package org.anomalyflow.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What an invertible module returns.
 *
 * @param maps the transformed maps, each [batch, channels, H, W], or [batch, channels] where samples are single cells
 * @param logDets for each map what its cells contribute to the log-determinant of the Jacobian, per sample: [batch, H, W], or [batch]
 */
public record FlowOutput(NDList maps, NDList logDets) {

	/** The log-determinant of the whole module per sample: [batch]. */
	public NDArray logDet() {
		NDArray sum = logDet(0);
		for (int i = 1; i < logDets.size(); i++)
			sum = sum.add(logDet(i));
		return sum;
	}

	/** What one map contributes to it: [batch]. */
	public NDArray logDet(final int map) {
		final NDArray cells = logDets.get(map);
		return cells.reshape(cells.getShape().get(0), -1).sum(new int[]{ 1 });
	}
}
