package org.anomalyflow.model.danflow;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.TensorPlan;

/**
 * The subnet of DANFlow's couplings, the "extended inverted residual bottleneck" (EIRB):
 *
 * <pre>
 * h = relu6(BN(conv 1x1 (x)))           6 in channels
 * y = BN(conv 1x1 (h + D(h)))           D: some times relu6(BN(depthwise conv 3x3))
 * </pre>
 *
 * and then the attention, if any. All convolutions are without bias and padded with 0.
 * <p>
 * Input: [batch, in, H, W]. Output: [batch, out, H, W]. Parameters, with hidden = 6 in: {@code pw.0.0.weight} [hidden,
 * in, 1, 1], {@code dw.i.0.weight} [hidden, 1, 3, 3], {@code pw_linear.0.weight} [out, hidden, 1, 1]; beside each, with
 * 1 for the last 0, its batch normalisation: {@code weight}, {@code bias}, {@code running_mean}, {@code running_var},
 * each [its channels], and {@code num_batches_tracked}, int64 []; {@code attention_stage.0.*}, see
 * {@link AttentionStage}.
 */
final class InvertedResidual {

	static final double BATCH_NORM_EPSILON = 1e-5;
	private static final double MOMENTUM = 0.1;
	private static final int EXPANSION = 6;
	static final int DEPTHWISE_KERNEL = 3;
	/** Hidden channels are computed in groups of at most so many numbers, 12 MB in float32, but not fewer channels. */
	private static final int GROUP_SIZE = 3 << 20;
	private static final int LEAST_GROUP = 48;
	private static final String NORM = "g#, b#, m#, v#";
	private static final String UNIT = "w#, " + NORM;
	private static final String EXPAND = "pw.0.";
	private static final String PROJECT = "pw_linear.";
	private static final String ATTENTION = "attention_stage.0.";

	private final ComputeContext context;
	private final Parameters parameters;
	private final List<String> units;
	private final List<NDArray> tensors = new ArrayList<>();
	/** Each is compiled when it is first needed. */
	private final Map<FlowMode, ScriptedFunction> functions = new EnumMap<>(FlowMode.class);
	private final int depthwise;
	private final AttentionStage attention;
	private FrozenResidual frozen;

	/**
	 * @param context where to compute
	 * @param parameters the model's tensors
	 * @param prefix what this subnet's names begin with, dot included
	 * @param depthwise how many depthwise convolutions there are
	 * @param kind the attention
	 */
	InvertedResidual(final ComputeContext context, final Parameters parameters, final String prefix, final int depthwise,
		final Attention kind)
	{
		this.context = context;
		this.parameters = parameters;
		units = Stream.of(Stream.of(EXPAND), IntStream.range(0, depthwise).mapToObj(InvertedResidual::depthwiseName), Stream.of(PROJECT))
			.flatMap(names -> names).map(unit -> prefix + unit).toList();
		for (final String unit : units) {
			tensors.add(parameters.get(unit + "0.weight"));
			tensors.addAll(batchNorm(parameters, unit + "1"));
		}
		this.depthwise = depthwise;
		attention = new AttentionStage(context, parameters, prefix + ATTENTION, kind);
	}

	/** The tensors of a batch normalisation, in the order in which scripted functions take them. */
	static List<NDArray> batchNorm(final Parameters parameters, final String name) {
		return Stream.of("weight", "bias", "running_mean", "running_var", "num_batches_tracked")
			.map(tensor -> parameters.get(name + "." + tensor)).toList();
	}

	private static String depthwiseName(final int i) {
		return "dw." + i + ".";
	}

	private ScriptedFunction function(final FlowMode mode) {
		final int last = depthwise + 1;
		final boolean training = mode == FlowMode.TRAINING;
		final String declarations = FrozenResidual.lines(0, last, ", ",
			"w#: Tensor, g#: Tensor, b#: Tensor, m#: Tensor, v#: Tensor, n#: Tensor");
		// In place, ReLU6 would copy its input for the gradient first.
		return context.function(InvertedResidual.class, "inverted_residual", "tensors", declarations, "expand",
			FrozenResidual.lines(0, 0, "", UNIT), "depthwise",
			FrozenResidual.lines(1, depthwise, "\n    ", "d = (self).unit(d, start, size, " + UNIT + ")"), "project_weight", "w" + last,
			"project_norm", FrozenResidual.lines(last, last, "", NORM), "count",
			FrozenResidual.lines(0, last, "\n  ", "torch.add_(n#, " + (training ? 1 : 0) + ")"), "batch_statistics",
			mode.usesBatch() ? "True" : "False", "momentum", mode.momentum(MOMENTUM), "hardtanh", training ? "hardtanh" : "hardtanh_",
			"least_channels", LEAST_GROUP, "group_size", GROUP_SIZE, "epsilon", BATCH_NORM_EPSILON);
	}

	/** How many numbers one subnet keeps for its gradients, for each number of its input, roughly. */
	static int keptPerNumber(final DanFlowSettings settings) {
		final int ofOneUnit = 3; // the convolution's result, the normalised and the limited one
		return EXPANSION * ofOneUnit * (1 + settings.depthwiseConvolutions());
	}

	/** Adds the tensors of one subnet to a plan. */
	static void plan(final TensorPlan plan, final String prefix, final int in, final int out, final DanFlowSettings settings,
		final int ecaKernel)
	{
		final int hidden = EXPANSION * in;
		plan.convolution(prefix + EXPAND + "0", hidden, in, 1, 1);
		plan.batchNorm(prefix + EXPAND + "1", hidden);
		for (int i = 0; i < settings.depthwiseConvolutions(); i++) {
			plan.convolution(prefix + depthwiseName(i) + "0", hidden, 1, DEPTHWISE_KERNEL, DEPTHWISE_KERNEL);
			plan.batchNorm(prefix + depthwiseName(i) + "1", hidden);
		}
		plan.convolution(prefix + PROJECT + "0", out, hidden, 1, 1);
		plan.batchNorm(prefix + PROJECT + "1", out);
		AttentionStage.plan(plan, prefix + ATTENTION, settings.attention(), out, ecaKernel);
	}

	/** Tells that the parameters do not change until the next call for training or renewing. */
	void freeze() {
		thaw();
		frozen = new FrozenResidual(context, parameters, units);
	}

	private void thaw() {
		if (frozen != null)
			frozen.close();
		frozen = null;
	}

	/**
	 * Computes y.
	 *
	 * @param x [batch, in, H, W]
	 * @param mode whether batch statistics are used, and the running ones updated
	 */
	NDArray apply(final NDArray x, final FlowMode mode) {
		if (mode == FlowMode.TRAINING || mode == FlowMode.RENEWING)
			thaw();
		if (frozen != null && mode == FlowMode.INFERENCE)
			return attention.apply(frozen.apply(x), mode);
		final NDArray[] arguments = Stream.concat(Stream.of(x), tensors.stream()).toArray(NDArray[]::new);
		return attention.apply(functions.computeIfAbsent(mode, this::function).call(mode.differentiable(), arguments).singletonOrThrow(), mode);
	}
}
