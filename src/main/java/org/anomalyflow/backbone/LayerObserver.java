package org.anomalyflow.backbone;

import ai.djl.ndarray.NDArray;

/** Sees what the layers of a network compute on the way to its feature maps. */
@FunctionalInterface
interface LayerObserver {

	/** Looks at nothing. */
	LayerObserver NONE = (layer, output) -> {};

	/**
	 * Called after each layer.
	 *
	 * @param layer the layer's name as in the weights
	 * @param output what it computed, in the network's own precision and order of memory; freed after the call or
	 *          overwritten by the next layer
	 */
	void after(String layer, NDArray output);
}
