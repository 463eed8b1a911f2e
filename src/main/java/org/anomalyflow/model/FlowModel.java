package org.anomalyflow.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.tensor.Parameters;
import org.anomalyflow.util.AnomalyFlowException;

/** A detector's normalizing flow over the features of images: what training minimises and what detection reads. */
public interface FlowModel extends DetectorModel {

	/** All tensors of the flow, under the reference's names. */
	Parameters parameters();

	/**
	 * The training loss of a batch, to be called inside a gradient collector.
	 *
	 * @param features feature maps, each [batch, C, H, W]
	 * @return scalar
	 */
	NDArray loss(NDList features);

	/**
	 * The same over some cells only, which the whole maps surround as before.
	 *
	 * @param features feature maps, each [batch, C, H, W]
	 * @param counted the cells whose likelihood counts
	 * @return scalar
	 * @throws AnomalyFlowException if this kind of detector cannot tell cells apart
	 */
	default NDArray loss(final NDList features, final CountedCells counted) {
		throw new AnomalyFlowException("This kind of detector cannot learn from a part of an image. Train it without roi and ignore, " +
			"or on images that are cropped to what counts.");
	}

	/** Whether training uses the statistics of each batch, so that an incomplete one would disturb them. */
	boolean normalisesByBatch();

	/**
	 * Tells that the parameters do not change until the next loss, so that what depends on them alone can be worked out
	 * before the first image. A detector made before such a loss keeps what was worked out for it.
	 */
	@Override
	void freeze();
}
