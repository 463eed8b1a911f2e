package org.anomalyflow.model;

import java.util.Optional;

import ai.djl.ndarray.NDList;

/** The features of many images, of which one at a time is in memory. */
@FunctionalInterface
public interface FeatureStream {

	/** Sees the features of one image. */
	@FunctionalInterface
	interface Reader {

		/**
		 * Looks at an image.
		 *
		 * @param features its feature maps, each [1, C, H, W], which are freed when this returns
		 * @param counted the cells that count; empty for all
		 */
		void read(NDList features, Optional<CountedCells> counted);
	}

	/** Goes through all images in their order. */
	void forEach(Reader reader);
}
