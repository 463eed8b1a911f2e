package org.anomalyflow.model;

import java.util.List;
import java.util.Optional;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;

/** A kind of detector that is trained by gradients, epoch by epoch: a normalizing flow, or a network that learns from painted defects. */
public interface FlowFactory extends DetectorFactory {

	/**
	 * How it is trained on a backbone.
	 *
	 * @param backbone the backbone's name
	 */
	GradientRecipe training(String backbone);

	/** As {@link #training(String)}, for a detector of which a user chose something that changes it. */
	default GradientRecipe training(final String backbone, final DetectorOptions options) {
		return training(backbone);
	}

	/** The defects that it also learns from; empty if it learns from good images alone, as flows do. */
	default Optional<DefectRecipe> defects(final String backbone, final DetectorOptions options) {
		return Optional.empty();
	}

	/**
	 * About how many numbers a training step keeps for its gradients.
	 *
	 * @param features the maps that the flow reads, [C, H, W]
	 * @param batchSize images in the batch
	 */
	long keptNumbers(JsonObject settings, List<Shape> features, int batchSize);

	/**
	 * Fresh tensors for training.
	 *
	 * @param manager the scope that owns them
	 */
	Parameters initialise(NDManager manager, JsonObject settings, long seed);

	@Override
	FlowModel create(ComputeContext context, JsonObject settings, Parameters parameters);
}
