package org.anomalyflow.model.cflow;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.flow.AllInOneStep;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.flow.StepSubnet;
import org.anomalyflow.flow.TensorPlan;

/**
 * The flow of one feature map of CFlow ("CFLOW-AD: Real-Time Unsupervised Anomaly Detection with Localization via Conditional
 * Normalizing Flows", Gudovskiy et al., WACV 2022, code github.com/gudovskiy/cflow-ad): {@link AllInOneStep}s over single cells, rows
 * [n, C], each of whose subnets also reads where the cell is, a row of the condition [n, D]. Tensors have the names of anomalib and
 * of the authors' decoders: {@code decoders.MAP.module_list.STEP.subnet.0.weight} [2 (C1 + D), C1 + D], {@code subnet.2.weight}
 * [2 C2, 2 (C1 + D)], C1 = C - C / 2 and C2 = C / 2, both with a bias.
 */
final class CFlowNetwork {

	private static final StepSubnet SUBNET = new StepSubnet(CFlowNetwork.class, "linear_layers", List.of(),
		List.of("subnet.0.weight", "subnet.0.bias", "subnet.2.weight", "subnet.2.bias"));
	/** Half the logarithm of 2 pi, that of a normal distribution's density at 0 with its sign changed. */
	private static final double CONSTANT = 0.5 * Math.log(2 * Math.PI);

	private final List<AllInOneStep> steps = new ArrayList<>();
	private final ScriptedFunction likelihood;

	/**
	 * @param context where to compute
	 * @param settings the network's shape
	 * @param parameters its tensors
	 * @param prefix what the names of this flow's tensors begin with, see {@link #prefix}
	 */
	CFlowNetwork(final ComputeContext context, final CFlowSettings settings, final Parameters parameters, final String prefix) {
		for (int step = 0; step < settings.steps(); step++)
			steps.add(new AllInOneStep(context, parameters, stepPrefix(prefix, step), SUBNET, true, settings.clamp(), settings.bound()));
		final String logs = IntStream.range(0, steps.size()).mapToObj(i -> "d" + i).collect(Collectors.joining(", "));
		likelihood = context.function(CFlowNetwork.class, "likelihood", "declarations", logs.replaceAll("\\w+", "$0: Tensor"), "logs", logs,
			"constant", CONSTANT);
	}

	/** What the names of a map's flow begin with. */
	static String prefix(final int map) {
		return "decoders." + map + ".";
	}

	private static String stepPrefix(final String prefix, final int step) {
		return prefix + "module_list." + step + ".";
	}

	/** Adds the tensors of a map's flow to a plan. */
	static void plan(final TensorPlan plan, final CFlowSettings settings, final int map) {
		final int second = settings.channels(map) / 2;
		final int in = settings.channels(map) - second + settings.condition();
		for (int step = 0; step < settings.steps(); step++) {
			final String prefix = stepPrefix(prefix(map), step);
			plan.biasedConvolution(prefix + "subnet.0", 2L * in, in);
			plan.biasedConvolution(prefix + "subnet.2", 2L * second, 2L * in);
			AllInOneStep.planCells(plan, prefix, settings.channels(map), settings.rotates());
		}
	}

	/** The steps, the first applied first. */
	List<AllInOneStep> steps() {
		return List.copyOf(steps);
	}

	/**
	 * The logarithms of the likelihoods of some cells, divided by their channels.
	 *
	 * @param rows the cells, [n, C]
	 * @param positions their conditions, [n, D]
	 * @return [n]
	 */
	NDArray perDimension(final NDArray rows, final NDArray positions, final FlowMode mode) {
		final NDList condition = new NDList(positions);
		final NDList arguments = new NDList(rows);
		NDArray x = rows;
		for (final AllInOneStep step : steps) {
			final FlowOutput output = step.forward(new NDList(x), condition, mode);
			x = output.maps().singletonOrThrow();
			arguments.add(output.logDets().singletonOrThrow());
		}
		arguments.set(0, x);
		return likelihood.call(mode.differentiable(), arguments.toArray(new NDArray[0])).singletonOrThrow();
	}

	/** The loss of likelihoods, scalar. */
	NDArray loss(final NDArray perDimension) {
		return likelihood.callMethod("loss", true, perDimension).singletonOrThrow();
	}

	/** Likelihoods of all cells of a batch of maps, as a map [batch, H, W]. */
	NDArray map(final NDArray perDimension, final NDArray features) {
		return likelihood.callMethod("map", false, perDimension, features).singletonOrThrow();
	}
}
