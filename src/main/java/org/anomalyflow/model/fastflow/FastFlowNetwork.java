package org.anomalyflow.model.fastflow;

import java.util.ArrayList;
import java.util.List;

import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.flow.AllInOneStep;
import org.anomalyflow.flow.InvertibleModule;
import org.anomalyflow.flow.MapFlows;
import org.anomalyflow.flow.StepSubnet;
import org.anomalyflow.flow.TensorPlan;

/**
 * FastFlow's normalizing flows ("FastFlow: Unsupervised Anomaly Detection and Localization via 2D Normalizing Flows", Yu et al., 2021;
 * public code github.com/gathierry/FastFlow): each map has a flow of its own of {@link AllInOneStep}s, whose subnets are two
 * convolutions. Tensors have gathierry's names: {@code nf_flows.MAP.module_list.STEP.subnet.0.weight} [hidden, C1, k, k],
 * {@code subnet.2.weight} [2 C2, hidden, k, k], C1 = C - C / 2 and C2 = C / 2, both with a bias.
 */
final class FastFlowNetwork {

	private static final StepSubnet SUBNET = new StepSubnet(FastFlowNetwork.class, "convolutions", List.of(),
		List.of("subnet.0.weight", "subnet.0.bias", "subnet.2.weight", "subnet.2.bias"));
	/** Of a number of a step's input: hidden maps before and after the ReLU, a, the exponents, products and sums. */
	private static final int KEPT_PER_NUMBER = 8;

	private FastFlowNetwork() {}

	/** The flows of all maps. */
	static MapFlows of(final ComputeContext context, final FastFlowSettings settings, final Parameters parameters) {
		final List<List<InvertibleModule>> flows = new ArrayList<>();
		for (int map = 0; map < settings.maps().size(); map++) {
			final List<InvertibleModule> steps = new ArrayList<>();
			for (int step = 0; step < settings.steps(); step++)
				steps.add(step(context, settings, parameters, MapFlows.stepPrefix(map, step)));
			flows.add(steps);
		}
		return new MapFlows(context, parameters, settings.layerNorm(), flows, keptPerNumber(settings));
	}

	/** One step, whose kernels the tensors tell. */
	static InvertibleModule step(final ComputeContext context, final FastFlowSettings settings, final Parameters parameters,
		final String prefix)
	{
		return new AllInOneStep(context, parameters, prefix, SUBNET, false, settings.clamp(), settings.bound());
	}

	/** How many numbers one step keeps for its gradients, for each number of its input, roughly. */
	static int keptPerNumber(final FastFlowSettings settings) {
		int most = KEPT_PER_NUMBER;
		for (int map = 0; map < settings.maps().size(); map++)
			most = Math.max(most, KEPT_PER_NUMBER + 2 * settings.hidden().get(map) / settings.channels(map));
		return most;
	}

	/** All tensors that a network of these settings has. */
	static TensorPlan plan(final FastFlowSettings settings) {
		final TensorPlan plan = new TensorPlan();
		for (int map = 0; map < settings.maps().size(); map++) {
			if (settings.layerNorm())
				MapFlows.planNorm(plan, map, settings.maps().get(map));
			final int second = settings.channels(map) / 2;
			final int hidden = settings.hidden().get(map);
			for (int step = 0; step < settings.steps(); step++) {
				final String prefix = MapFlows.stepPrefix(map, step);
				final int kernel = settings.kernels().size(step);
				plan.biasedConvolution(prefix + "subnet.0", hidden, settings.channels(map) - second, kernel, kernel);
				plan.biasedConvolution(prefix + "subnet.2", 2L * second, hidden, kernel, kernel);
				AllInOneStep.plan(plan, prefix, settings.channels(map));
			}
		}
		return plan;
	}

	/** Fresh tensors: convolutions as PyTorch starts them, affine transformations as the identity, permutations at random. */
	static Parameters initialise(final NDManager manager, final FastFlowSettings settings, final long seed) {
		return plan(settings).initialise(manager, seed);
	}
}
