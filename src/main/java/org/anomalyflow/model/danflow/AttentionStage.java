package org.anomalyflow.model.danflow;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.TensorPlan;

/**
 * The attention behind a subnet: gates in (0, 1) that the subnet's output is multiplied with. (The reference leaves out
 * triplet and shuffle attention even where they are asked for, and does not run with gc; here each does what its name
 * says.)
 * <p>
 * Input and output: [batch, C, H, W]. Parameters, with k the kernel, P = C / 4, G groups:
 * <ul>
 * <li>eca: {@code conv.weight} [1, 1, k], {@code conv.bias} [1];
 * <li>gc: {@code conv_mask.weight} [1, C, 1, 1], {@code channel_mul_conv.0.weight} [P, C, 1, 1], {@code .1.weight} [P,
 * 1, 1], {@code .3.weight} [C, P, 1, 1], each with a bias;
 * <li>triplet: {@code cw}, {@code hc} and {@code hw}, each {@code .conv.conv.weight} [1, 2, 7, 7] and a batch
 * normalisation {@code .conv.bn} of 1 channel; without {@code hw} only the other two gates are used;
 * <li>shuffle: {@code cweight}, {@code cbias}, {@code sweight}, {@code sbias} [1, C / (2 G), 1, 1], {@code gn.weight},
 * {@code gn.bias} [C / (2 G)].
 * </ul>
 */
final class AttentionStage {

	private static final double MOMENTUM = 0.01;
	private static final double EPSILON = 1e-5;
	private static final int GC_REDUCTION = 4;
	private static final int TRIPLET_KERNEL = 7;
	private static final int SHUFFLE_GROUPS = 8;
	/** The gates of triplet attention and the axis of [batch, C, H, W] that each pools over. */
	private static final Map<String, Integer> TRIPLET_AXES = new LinkedHashMap<>();
	private static final List<String> ECA = List.of("conv.weight", "conv.bias");
	private static final List<String> GC = List.of("conv_mask.weight", "conv_mask.bias", "channel_mul_conv.0.weight",
		"channel_mul_conv.0.bias", "channel_mul_conv.1.weight", "channel_mul_conv.1.bias", "channel_mul_conv.3.weight",
		"channel_mul_conv.3.bias");
	private static final List<String> SHUFFLE = List.of("cweight", "cbias", "sweight", "sbias", "gn.weight", "gn.bias");

	static {
		TRIPLET_AXES.put("cw", 2);
		TRIPLET_AXES.put("hc", 3);
		TRIPLET_AXES.put("hw", 1);
	}

	/** Some tensors and what is done with them. */
	private record Part(Map<FlowMode, ScriptedFunction> functions, List<NDArray> tensors) {

		NDArray apply(final NDArray x, final FlowMode mode) {
			final NDArray[] arguments = Stream.concat(Stream.of(x), tensors.stream()).toArray(NDArray[]::new);
			return functions.get(mode).call(mode.differentiable(), arguments).singletonOrThrow();
		}
	}

	private final Attention kind;
	private final List<Part> parts = new ArrayList<>();
	/** Weighs a map by the mean of the gates of triplet attention; null for the others. */
	private final ScriptedFunction gated;

	/**
	 * @param context where to compute
	 * @param parameters the model's tensors
	 * @param prefix what this stage's names begin with, dot included
	 * @param kind which attention
	 */
	AttentionStage(final ComputeContext context, final Parameters parameters, final String prefix, final Attention kind) {
		this.kind = kind;
		switch (kind) {
			case NONE -> {
			}
			case ECA -> parts.add(part(context, "channel_gate", parameters, prefix, ECA));
			case GC -> parts.add(part(context, "global_context", parameters, prefix, GC));
			case SHUFFLE -> parts.add(part(context, "shuffle_attention", parameters, prefix, SHUFFLE));
			case TRIPLET -> TRIPLET_AXES.forEach((gate, axis) -> {
				if (parameters.has(prefix + gate + ".conv.conv.weight"))
					parts.add(axisGate(context, parameters, prefix + gate, axis));
			});
		}
		gated = kind == Attention.TRIPLET ? gated(context, parts.size()) : null;
	}

	private static ScriptedFunction gated(final ComputeContext context, final int gates) {
		final List<String> names = IntStream.range(0, gates).mapToObj(gate -> "g" + gate).toList();
		return context.function(AttentionStage.class, "gated", "declarations", String.join(": Tensor, ", names) + ": Tensor", "others",
			String.join(", ", names.subList(1, gates)), "count", gates);
	}

	private static Part part(final ComputeContext context, final String function, final Parameters parameters, final String prefix,
		final List<String> names)
	{
		final ScriptedFunction compiled = context.function(AttentionStage.class, function, "epsilon", EPSILON);
		return part(mode -> compiled, names.stream().map(name -> parameters.get(prefix + name)).toList());
	}

	private static Part part(final Function<FlowMode, ScriptedFunction> function, final List<NDArray> tensors) {
		final Map<FlowMode, ScriptedFunction> functions = new EnumMap<>(FlowMode.class);
		for (final FlowMode mode : FlowMode.values())
			functions.put(mode, function.apply(mode));
		return new Part(functions, tensors);
	}

	private static Part axisGate(final ComputeContext context, final Parameters parameters, final String name, final int axis) {
		final List<NDArray> tensors = new ArrayList<>();
		tensors.add(parameters.get(name + ".conv.conv.weight"));
		tensors.addAll(InvertedResidual.batchNorm(parameters, name + ".conv.bn"));
		return part(
			mode -> context.function(AttentionStage.class, "axis_gate", "axis", axis, "batch_statistics", mode.usesBatch() ? "True" : "False",
				"momentum", mode.momentum(MOMENTUM), "count", mode == FlowMode.TRAINING ? 1 : 0, "epsilon", EPSILON),
			tensors);
	}

	/**
	 * Adds the tensors of one attention to a plan.
	 *
	 * @param channels C, even
	 * @param ecaKernel k of eca, odd
	 */
	static void plan(final TensorPlan plan, final String prefix, final Attention kind, final int channels, final int ecaKernel) {
		switch (kind) {
			case NONE -> {
			}
			case ECA -> plan.biasedConvolution(prefix + "conv", 1, 1, ecaKernel);
			case GC -> planContext(plan, prefix, channels);
			case TRIPLET -> TRIPLET_AXES.keySet().forEach(gate -> {
				plan.convolution(prefix + gate + ".conv.conv", 1, 2, TRIPLET_KERNEL, TRIPLET_KERNEL);
				plan.batchNorm(prefix + gate + ".conv.bn", 1);
			});
			case SHUFFLE -> planShuffle(plan, prefix, channels);
		}
	}

	private static void planContext(final TensorPlan plan, final String prefix, final int channels) {
		final int planes = channels / GC_REDUCTION;
		plan.heConvolution(prefix + "conv_mask", 1, channels, 1, 1);
		plan.biasedConvolution(prefix + "channel_mul_conv.0", planes, channels, 1, 1);
		plan.normalisation(prefix + "channel_mul_conv.1", new Shape(planes, 1, 1));
		plan.constant(prefix + "channel_mul_conv.3.weight", new Shape(channels, planes, 1, 1), 0);
		plan.constant(prefix + "channel_mul_conv.3.bias", new Shape(channels), 0);
	}

	private static void planShuffle(final TensorPlan plan, final String prefix, final int channels) {
		int groups = Math.min(SHUFFLE_GROUPS, channels / 2);
		while (channels / 2 % groups != 0)
			groups--;
		final int half = channels / 2 / groups;
		for (final String branch : List.of("c", "s")) {
			plan.constant(prefix + branch + "weight", new Shape(1, half, 1, 1), 0);
			plan.constant(prefix + branch + "bias", new Shape(1, half, 1, 1), 1);
		}
		plan.normalisation(prefix + "gn", new Shape(half));
	}

	/**
	 * Weighs a map.
	 *
	 * @param x [batch, C, H, W]
	 * @param mode whether batch statistics are used, and the running ones updated
	 */
	NDArray apply(final NDArray x, final FlowMode mode) {
		if (kind == Attention.NONE)
			return x;
		if (kind != Attention.TRIPLET)
			return parts.get(0).apply(x, mode);
		final NDList arguments = new NDList(x);
		parts.forEach(gate -> arguments.add(gate.apply(x, mode)));
		return gated.call(mode.differentiable(), arguments.toArray(new NDArray[0])).singletonOrThrow();
	}
}
