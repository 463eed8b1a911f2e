package org.anomalyflow.model.danflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.flow.ChannelPermutation;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.flow.FlowSequence;
import org.anomalyflow.flow.GlobalAffine;
import org.anomalyflow.flow.InvertibleModule;
import org.anomalyflow.flow.MapFlows;
import org.anomalyflow.flow.PermutationMatrices;
import org.anomalyflow.flow.TensorPlan;

/**
 * DANFlow's normalizing flow ("DANFlow: Depth-wise separable convolution and Attention-based Normalizing Flow",
 * reference code github.com/nguyendothanhtruc/DANFlow): each map has a flow of its own, whose steps are a coupling, an
 * affine transformation of each channel, and a fixed permutation of the channels.
 * <p>
 * Input and output: one map [batch, C, H, W] per {@link DanFlowSettings#maps()}. Before the flow, {@link #normalise} may
 * apply a layer normalisation, which is no part of the bijection. In {@link FlowMode#TRAINING} the couplings' batch
 * normalisations use the statistics of the batch and update the running ones in the parameters; log-determinants are
 * then exact for the batch as a whole only.
 */
public final class DanFlowNetwork implements InvertibleModule {

	private final MapFlows flows;
	private final List<SubnetCoupling> couplings = new ArrayList<>();

	/**
	 * @param context where to compute
	 * @param settings the network's shape
	 * @param parameters its tensors, as {@link #initialise} makes them
	 */
	public DanFlowNetwork(final ComputeContext context, final DanFlowSettings settings, final Parameters parameters) {
		final List<List<InvertibleModule>> all = new ArrayList<>();
		for (int map = 0; map < settings.maps().size(); map++) {
			final List<InvertibleModule> steps = new ArrayList<>();
			for (int step = 0; step < settings.steps(); step++) {
				final String prefix = MapFlows.stepPrefix(map, step);
				couplings.add(new SubnetCoupling(context, parameters, prefix, settings.maps().get(map).channels(), settings));
				steps.add(step(context, parameters, prefix, couplings.get(couplings.size() - 1)));
			}
			all.add(steps);
		}
		flows = new MapFlows(context, parameters, settings.layerNorm(), all, SubnetCoupling.keptPerNumber(settings));
	}

	/** Tells that the parameters do not change any more: {@link FlowMode#INFERENCE} becomes faster. */
	void freeze() {
		couplings.forEach(SubnetCoupling::freeze);
	}

	/** One flow step over one map. */
	static InvertibleModule step(final ComputeContext context, final Parameters parameters, final String prefix,
		final SubnetCoupling coupling)
	{
		return new FlowSequence(List.of(coupling, new GlobalAffine(context, parameters, prefix),
			new ChannelPermutation(context, List.of(parameters.get(prefix + PermutationMatrices.ORDER)))));
	}

	/** The flows of the maps. */
	MapFlows flows() {
		return flows;
	}

	/** Names and shapes of the trainable parameters, as in the reference's state dict. */
	public static Map<String, Shape> parameterShapes(final DanFlowSettings settings) {
		return plan(settings).trainableShapes();
	}

	/** Names and shapes of all tensors, as {@link #initialise} makes them. */
	static SortedMap<String, long[]> tensorShapes(final DanFlowSettings settings) {
		final SortedMap<String, long[]> shapes = new TreeMap<>();
		plan(settings).shapes().forEach((name, shape) -> shapes.put(name, shape.getShape()));
		return shapes;
	}

	/**
	 * Names and shapes of all tensors as in the reference's state dict: also statistics, and the permutations as matrices.
	 */
	public static SortedMap<String, long[]> stateDictShapes(final DanFlowSettings settings) {
		return PermutationMatrices.shapes(plan(settings).shapes(), 4);
	}

	/**
	 * Fresh tensors for training, as the reference starts: convolutions as PyTorch's do, normalisations and the affine
	 * transformations as the identity, permutations at random.
	 *
	 * @param manager the scope that owns them
	 * @param settings the network's shape
	 * @param seed seed of weights and permutations
	 */
	public static Parameters initialise(final NDManager manager, final DanFlowSettings settings, final long seed) {
		return plan(settings).initialise(manager, seed);
	}

	private static TensorPlan plan(final DanFlowSettings settings) {
		final TensorPlan plan = new TensorPlan();
		for (int map = 0; map < settings.maps().size(); map++) {
			final DanFlowSettings.MapSize size = settings.maps().get(map);
			if (settings.layerNorm())
				MapFlows.planNorm(plan, map, new Shape(size.channels(), size.height(), size.width()));
			for (int step = 0; step < settings.steps(); step++)
				planStep(plan, MapFlows.stepPrefix(map, step), size.channels(), settings);
		}
		return plan;
	}

	/** Adds the tensors of one flow step to a plan. */
	static void planStep(final TensorPlan plan, final String prefix, final int channels, final DanFlowSettings settings) {
		SubnetCoupling.plan(plan, prefix, channels, settings);
		GlobalAffine.plan(plan, prefix, channels);
		plan.permutation(prefix + PermutationMatrices.ORDER, channels);
	}

	/**
	 * The features after the layer normalisation over all their dimensions, or as they are without one.
	 *
	 * @param differentiable whether to record gradients
	 */
	public NDList normalise(final NDList features, final boolean differentiable) {
		return flows.normalise(features, differentiable);
	}

	@Override
	public FlowOutput forward(final NDList maps, final NDList conditions, final FlowMode mode) {
		return flows.forward(maps, conditions, mode);
	}

	@Override
	public FlowOutput inverse(final NDList maps, final NDList conditions) {
		return flows.inverse(maps, conditions);
	}
}
