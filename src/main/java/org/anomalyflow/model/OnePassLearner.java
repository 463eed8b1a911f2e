package org.anomalyflow.model;

import ai.djl.ndarray.NDList;

import org.anomalyflow.util.Progress;

/** Learns a detector from good images, each of which it sees once. */
public interface OnePassLearner extends AutoCloseable {

	/**
	 * Takes in one image.
	 *
	 * @param part number of the part that it shows
	 * @param features its feature maps, each [1, C, H, W], finest first
	 * @throws org.anomalyflow.util.CancelledException if the user stops
	 */
	void add(int part, NDList features, Progress progress);

	/**
	 * The detector of all images taken in.
	 *
	 * @throws org.anomalyflow.util.AnomalyFlowException if there are too few
	 * @throws org.anomalyflow.util.CancelledException if the user stops
	 */
	Learned learn(Progress progress);

	/** Frees what was only needed to learn. */
	@Override
	void close();
}
