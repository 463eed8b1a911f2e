package org.anomalyflow.model;

import ai.djl.ndarray.NDList;

/** A detector that was trained: from the features of images to scores and anomaly maps. */
public interface DetectorModel {

	/**
	 * Scores and anomaly maps of a batch, without gradients.
	 *
	 * @param features feature maps, each [batch, C, H, W]
	 */
	Prediction predict(NDList features);

	/**
	 * Tells that nothing will be learned until further notice, so that what does not depend on images can be worked out before
	 * the first of them.
	 */
	default void freeze() {
		// most have nothing to work out
	}
}
