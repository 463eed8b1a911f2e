package org.anomalyflow.model.msflow;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.flow.AllInOneStep;
import org.anomalyflow.flow.ChannelPermutation;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.flow.FlowSequence;
import org.anomalyflow.flow.InvertibleModule;
import org.anomalyflow.flow.JointCoupling;
import org.anomalyflow.flow.MapFlows;
import org.anomalyflow.flow.PositionalEncoding;
import org.anomalyflow.flow.StepSubnet;
import org.anomalyflow.flow.TensorPlan;

/**
 * MSFlow's normalizing flow ("MSFlow: Multi-Scale Flow-based Framework for Unsupervised Anomaly Detection", Zhou et al., TNNLS 2024):
 * a flow of {@link AllInOneStep}s for each pooled map, each of whose subnets also reads where a cell is, and then one
 * {@link JointCoupling} of all maps behind a permutation of the channels of each.
 * <p>
 * Input: {@link #pooled} maps, [batch, C, h, w]. Tensors: {@code parallel_flows.MAP.module_list.STEP.subnet} with {@code conv1}
 * [n, n, 3, 3], n = C - C / 2 + D, {@code ln} [n] and {@code conv2} [2 (C / 2), n, 3, 3], {@code fusion_flow.module_list.3.subnet_1}
 * and {@code subnet_2} (the name counts the maps before it, as the reference's list does), and
 * {@code fusion_flow.permutation.scaleMAP}, int64 [C].
 */
final class MsFlowNetwork implements InvertibleModule {

	/** Where the tensors of the coupling of all maps are. */
	static final String FUSION = "fusion_flow.";
	private static final int KERNEL = 3;

	private final MapFlows parallel;
	private final InvertibleModule fusion;
	private final NDList conditions = new NDList();
	private final ScriptedFunction pool;

	/**
	 * @param context where to compute; owns the conditions
	 * @param settings the network's shape
	 * @param parameters its tensors
	 */
	MsFlowNetwork(final ComputeContext context, final MsFlowSettings settings, final Parameters parameters) {
		final int maps = settings.maps().size();
		final List<List<InvertibleModule>> flows = new ArrayList<>();
		for (int map = 0; map < maps; map++) {
			flows.add(steps(context, settings, parameters, map));
			final Shape pooled = settings.pooled(map);
			conditions.add(PositionalEncoding.of(context.manager(), settings.conditions().get(map), (int) pooled.get(1), (int) pooled.get(2)));
		}
		parallel = new MapFlows(context, parameters, false, flows, 1);
		fusion = fusion(context, settings, parameters);
		pool = context.function(MsFlowNetwork.class, "pool", "pooled", settings.pool().source(), "step", settings.pool().step());
	}

	/** The steps of one map's flow. */
	static List<InvertibleModule> steps(final ComputeContext context, final MsFlowSettings settings, final Parameters parameters,
		final int map)
	{
		final StepSubnet subnet = new StepSubnet(MsFlowNetwork.class, "normalised_convolutions",
			List.of("layers", ScriptedFunction.source(MsFlowNetwork.class, "layers")), List.of("subnet.conv1.weight", "subnet.conv1.bias",
				"subnet.ln.weight", "subnet.ln.bias", "subnet.conv2.weight", "subnet.conv2.bias"));
		final List<InvertibleModule> steps = new ArrayList<>();
		for (int step = 0; step < settings.steps().get(map); step++)
			steps.add(new AllInOneStep(context, parameters, stepPrefix(map, step), subnet, true, settings.clamp(), settings.bound()));
		return steps;
	}

	/** The coupling of all maps, with its permutations. */
	static InvertibleModule fusion(final ComputeContext context, final MsFlowSettings settings, final Parameters parameters) {
		final List<Integer> halves = halves(settings);
		final List<NDArray> orders = IntStream.range(0, halves.size()).mapToObj(map -> parameters.get(permutationName(map))).toList();
		final String prefix = couplingPrefix(halves.size());
		return new FlowSequence(List.of(new ChannelPermutation(context, orders),
			new JointCoupling(context, settings.channels(), new FusionSubnet(context, parameters, prefix + "subnet_1.", halves),
				new FusionSubnet(context, parameters, prefix + "subnet_2.", halves), settings.bound())));
	}

	private static List<Integer> halves(final MsFlowSettings settings) {
		return settings.channels().stream().map(count -> count / 2).toList();
	}

	private static String couplingPrefix(final int maps) {
		return FUSION + "module_list." + maps + ".";
	}

	private static String stepPrefix(final int map, final int step) {
		return "parallel_flows." + map + ".module_list." + step + ".";
	}

	/** The name of the permutation of a map before the coupling of all. */
	static String permutationName(final int map) {
		return FUSION + "permutation.scale" + map;
	}

	/** All tensors that a network of these settings has; fresh layers start as PyTorch's. */
	static TensorPlan plan(final MsFlowSettings settings) {
		final TensorPlan plan = new TensorPlan();
		final List<Integer> halves = halves(settings);
		for (int map = 0; map < halves.size(); map++) {
			final int second = halves.get(map);
			final int in = settings.channels().get(map) - second + settings.conditions().get(map);
			for (int step = 0; step < settings.steps().get(map); step++) {
				final String prefix = stepPrefix(map, step);
				plan.biasedConvolution(prefix + "subnet.conv1", in, in, KERNEL, KERNEL);
				plan.normalisation(prefix + "subnet.ln", new Shape(in));
				plan.biasedConvolution(prefix + "subnet.conv2", 2L * second, in, KERNEL, KERNEL);
				AllInOneStep.plan(plan, prefix, settings.channels().get(map));
			}
			plan.permutation(permutationName(map), settings.channels().get(map));
		}
		FusionSubnet.plan(plan, couplingPrefix(halves.size()) + "subnet_1.", halves);
		FusionSubnet.plan(plan, couplingPrefix(halves.size()) + "subnet_2.", halves);
		return plan;
	}

	/**
	 * What the flows read of features.
	 *
	 * @param features feature maps, each [batch, C, H, W]
	 * @param differentiable whether gradients are recorded of what is computed of them
	 * @return each [batch, C, h, w]
	 */
	NDList pooled(final NDList features, final boolean differentiable) {
		final NDList pooled = new NDList();
		features.forEach(map -> pooled.addAll(pool.call(differentiable, map)));
		return pooled;
	}

	/**
	 * Which pooled cells count: those whose middle one counts of the cells that they are made of.
	 *
	 * @param weights for each feature map 1 for a cell that counts, 0 for others, [batch, H, W]
	 * @return the same for pooled maps
	 */
	NDList ofPooled(final NDList weights) {
		final NDList pooled = new NDList();
		weights.forEach(map -> pooled.addAll(pool.callMethod("middles", false, map)));
		return pooled;
	}

	private NDList conditions(final NDList maps, final boolean differentiable) {
		final NDList all = new NDList();
		for (int map = 0; map < maps.size(); map++)
			all.addAll(pool.callMethod("conditions", differentiable, maps.get(map), conditions.get(map)));
		return all;
	}

	/** {@inheritDoc} The conditions are its own. */
	@Override
	public FlowOutput forward(final NDList maps, final NDList unread, final FlowMode mode) {
		final FlowOutput each = parallel.forward(maps, conditions(maps, mode.differentiable()), mode);
		return joined(fusion.forward(each.maps(), mode), each);
	}

	/** {@inheritDoc} The conditions are its own. */
	@Override
	public FlowOutput inverse(final NDList maps, final NDList unread) {
		final FlowOutput together = fusion.inverse(maps);
		return joined(parallel.inverse(together.maps(), conditions(maps, false)), together);
	}

	/** The maps of the last, the log-determinants of both. */
	private static FlowOutput joined(final FlowOutput last, final FlowOutput first) {
		final NDList logDets = new NDList();
		for (int map = 0; map < last.maps().size(); map++)
			logDets.add(last.logDets().get(map).add(first.logDets().get(map)));
		return new FlowOutput(last.maps(), logDets);
	}
}
