package org.anomalyflow.model;

import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.Parameters;
import org.anomalyflow.util.AnomalyFlowException;

/** A detector's normalizing flow, or other network, over the features of images: what training minimises and what detection reads. */
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
	 * The parts of the model that are trained by optimisers of their own: what the names of their tensors begin with. Together
	 * they have all trainable tensors.
	 */
	default List<String> parts() {
		return List.of("");
	}

	/** Whether training makes {@link #steps} on a batch instead of one step of all tensors with {@link #loss}. */
	default boolean hasOwnSteps() {
		return false;
	}

	/**
	 * The steps that training makes on one batch, one after another.
	 *
	 * @param features feature maps, each [batch, C, H, W]; they live until the last of the steps is made
	 * @param counted the cells to learn from; empty for all
	 * @param random decides what is random about them
	 */
	default List<TrainingStep> steps(final NDList features, final Optional<CountedCells> counted, final SplittableRandom random) {
		return List.of();
	}

	/**
	 * Takes from the training images what it keeps of them, before the first step, for kinds that have {@link FlowFactory#defects}.
	 *
	 * @param images the features of all of them, unchanged, image by image
	 * @param parts for each image the part that it shows; equal numbers for one part
	 * @param seed decides what is random about it
	 */
	default void begin(final FeatureStream images, final int[] parts, final long seed) {
		// most keep nothing
	}

	/**
	 * Works out the running statistics of batch normalisations from all training images, after the last step, in place of the
	 * moving averages of the steps. Training goes on from there as if nothing had happened.
	 *
	 * @param images the features of all of them, unchanged, image by image
	 */
	default void renewStatistics(final FeatureStream images) {
		// most have none
	}

	/**
	 * Fixes what depends on the training images as a whole, after the last step.
	 *
	 * @param images the features of all of them, unchanged, image by image
	 */
	default void settle(final FeatureStream images) {
		// most have nothing of the kind
	}

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

	/**
	 * The training loss of a batch in which images have painted defects, for kinds that have {@link FlowFactory#defects}.
	 *
	 * @param features feature maps, each [batch, C, H, W]
	 * @param labels where the defects are
	 * @return scalar
	 */
	default NDArray loss(final NDList features, final DefectLabels labels) {
		throw new AnomalyFlowException("This kind of detector learns from good images alone");
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
