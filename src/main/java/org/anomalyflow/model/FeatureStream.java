package org.anomalyflow.model;

import java.util.function.Consumer;

import ai.djl.ndarray.NDList;

/** The features of many images, of which one at a time is in memory. */
@FunctionalInterface
public interface FeatureStream {

	/**
	 * Goes through all images in their order.
	 *
	 * @param reader given the feature maps of each image, each [1, C, H, W], which are freed when it returns
	 */
	void forEach(Consumer<NDList> reader);
}
