package org.anomalyflow.model;

import java.util.List;
import java.util.SortedMap;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.json.Specification;
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

	/** What the settings in a model file must be, member by member. */
	Specification specification();

	/**
	 * The feature maps that a flow of these settings reads.
	 *
	 * @return one shape per map, [C, H, W]; -1 where any height or width will do
	 * @throws org.anomalyflow.util.AnomalyFlowException if the settings contradict each other
	 */
	List<Shape> features(JsonObject settings);

	/**
	 * All tensors that a flow of these settings has.
	 *
	 * @return name to shape
	 */
	SortedMap<String, long[]> tensors(JsonObject settings);

	/**
	 * About how many numbers a training step keeps for its gradients.
	 *
	 * @param features the maps that the flow reads, [C, H, W]
	 * @param batchSize images in the batch
	 */
	long keptNumbers(JsonObject settings, List<Shape> features, int batchSize);

	/** Whether a tensor of a flow holds whole numbers, as permutations do. */
	boolean isInteger(String tensor);

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
