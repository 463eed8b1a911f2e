package org.anomalyflow.flow;

import java.util.ArrayList;
import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;

/**
 * A flow for each feature map, which knows nothing of the others; its steps follow one another, so that they can also be run piece by
 * piece. Before the flows, {@link #normalise} may apply a layer normalisation, which is no part of the bijection.
 */
public final class MapFlows implements InvertibleModule {

	private static final double LAYER_NORM_EPSILON = 1e-5;

	private final List<List<InvertibleModule>> steps;
	private final List<NDArray> normWeights = new ArrayList<>();
	private final List<NDArray> normBiases = new ArrayList<>();
	private final ScriptedFunction layerNorm;
	private final int keptPerNumber;

	/**
	 * @param context where to compute
	 * @param parameters the model's tensors; of the normalisations {@code norms.MAP.weight} and {@code norms.MAP.bias}, each
	 *          [C, H, W]
	 * @param normalises whether there are layer normalisations
	 * @param steps for each map the steps, the first applied first
	 * @param keptPerNumber how many numbers one step keeps for its gradients, for each number of its input, roughly
	 */
	public MapFlows(final ComputeContext context, final Parameters parameters, final boolean normalises,
		final List<List<InvertibleModule>> steps, final int keptPerNumber)
	{
		layerNorm = context.function(MapFlows.class, "layer_norm", "epsilon", LAYER_NORM_EPSILON);
		this.steps = List.copyOf(steps);
		this.keptPerNumber = keptPerNumber;
		for (int map = 0; map < steps.size() && normalises; map++) {
			normWeights.add(parameters.get(normPrefix(map) + "weight"));
			normBiases.add(parameters.get(normPrefix(map) + "bias"));
		}
	}

	/** Adds the layer normalisation of a map to a plan. */
	public static void planNorm(final TensorPlan plan, final int map, final Shape shape) {
		plan.normalisation("norms." + map, shape);
	}

	/** What the names of a map's layer normalisation begin with. */
	public static String normPrefix(final int map) {
		return "norms." + map + ".";
	}

	/** What the names of a flow step begin with. */
	public static String stepPrefix(final int map, final int step) {
		return "nf_flows." + map + ".module_list." + step + ".";
	}

	/** The steps of one map's flow, the first applied first; each takes and returns that map only. */
	public List<InvertibleModule> steps(final int map) {
		return steps.get(map);
	}

	/** How many numbers one step keeps for its gradients, for each number of its input, roughly. */
	public int keptPerNumber() {
		return keptPerNumber;
	}

	/**
	 * The features after the layer normalisation over all their dimensions, or as they are without one.
	 *
	 * @param differentiable whether to record gradients
	 */
	public NDList normalise(final NDList features, final boolean differentiable) {
		if (normWeights.isEmpty())
			return features;
		final NDList normalised = new NDList();
		for (int map = 0; map < features.size(); map++)
			normalised.addAll(layerNorm.call(differentiable, features.get(map), normWeights.get(map), normBiases.get(map)));
		return normalised;
	}

	@Override
	public FlowOutput forward(final NDList maps, final NDList conditions, final FlowMode mode) {
		final FlowOutput result = new FlowOutput(new NDList(), new NDList());
		for (int map = 0; map < steps.size(); map++)
			add(result, new FlowSequence(steps.get(map)).forward(new NDList(maps.get(map)), ofMap(conditions, map), mode));
		return result;
	}

	@Override
	public FlowOutput inverse(final NDList maps, final NDList conditions) {
		final FlowOutput result = new FlowOutput(new NDList(), new NDList());
		for (int map = 0; map < steps.size(); map++)
			add(result, new FlowSequence(steps.get(map)).inverse(new NDList(maps.get(map)), ofMap(conditions, map)));
		return result;
	}

	private static NDList ofMap(final NDList conditions, final int map) {
		return conditions.isEmpty() ? conditions : new NDList(conditions.get(map));
	}

	private static void add(final FlowOutput result, final FlowOutput one) {
		result.maps().addAll(one.maps());
		result.logDets().addAll(one.logDets());
	}
}
