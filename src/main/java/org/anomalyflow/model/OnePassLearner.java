package org.anomalyflow.model;

import ai.djl.ndarray.NDList;

import org.anomalyflow.util.AnomalyFlowException;
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
	 * Takes in a part of one image.
	 *
	 * @param part number of the part that it shows
	 * @param features its feature maps, each [1, C, H, W], finest first
	 * @param counted for each map 1 for a cell that is to be learned from, 0 for others, [1, H, W]
	 * @throws org.anomalyflow.util.CancelledException if the user stops
	 * @throws AnomalyFlowException if this kind of detector cannot tell cells apart
	 */
	default void add(final int part, final NDList features, final NDList counted, final Progress progress) {
		throw new AnomalyFlowException("This kind of detector cannot learn from a part of an image. Train it without roi and ignore, " +
			"or on images that are cropped to what counts.");
	}

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
