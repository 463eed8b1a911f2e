package org.anomalyflow.training;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

/** Where training gets the features of its images from. */
@FunctionalInterface
public interface FeatureSource {

	/**
	 * The features of some records as one batch.
	 *
	 * @param scope the scope that owns the result
	 * @param records which records, in order
	 * @return the maps, each [records, C, H, W]
	 */
	NDList batch(NDManager scope, int... records);
}
