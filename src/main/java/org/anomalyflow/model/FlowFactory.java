package org.anomalyflow.model;

import java.util.List;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Parameters;
import org.anomalyflow.threshold.ScoreScale;

/** Makes the flows of one kind of detector; their shape is described by settings that a model file holds as JSON. */
public interface FlowFactory {

	/** The name that the parameter {@code model} knows. */
	String name();

	/** What values its scores and anomaly maps take. */
	ScoreScale scoreScale();

	/** Which feature maps the flow reads. */
	FeatureLayout layout();

	/**
	 * The settings of a new flow.
	 *
	 * @param features shapes of the feature maps of one image, [C, H, W]
	 * @param design what a recipe chooses
	 */
	JsonObject settings(List<Shape> features, FlowDesign design);

	/**
	 * Fresh tensors for training.
	 *
	 * @param manager the scope that owns them
	 */
	Parameters initialise(NDManager manager, JsonObject settings, long seed);

	/**
	 * A flow with given tensors, as {@link #initialise} or a model file has them.
	 *
	 * @throws org.anomalyflow.util.AnomalyFlowException if tensors are missing or do not fit the settings
	 */
	FlowModel create(ComputeContext context, JsonObject settings, Parameters parameters);
}
