package org.anomalyflow.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.engine.Tensors;

/**
 * One flow step as FrEIA's {@code AllInOneBlock} has it, over one map: an affine coupling of the second part of the channels by the
 * first and the condition, an affine transformation of each channel, a fixed permutation. With C channels, x1 the first C - C / 2 of
 * them, x2 the others, c the condition:
 *
 * <pre>
 * a = subnet([x1 | c]) / 10
 * y = P(s [x1 | exp(j(a1)) x2 + a2] + offset),     s = softplus(g) / 10,     a = [a1 | a2]
 * </pre>
 *
 * j is bounded as {@link TanhClamp} says. The map is [batch, C, H, W], or [batch, C] where each sample is a single cell.
 * <p>
 * Tensors: {@code global_scale} g and {@code global_offset}, each [1, C, 1, 1] or [1, C]; the subnet's; and either
 * {@code permutation}, int64 [C], out[c] = in[permutation[c]], or, for maps of single cells only, {@code rotation} R [C, C],
 * out = R in, orthogonal with determinant 1.
 */
public final class AllInOneStep implements InvertibleModule {

	/** Name of a rotation in the place of a permutation, after the prefix of its step. */
	public static final String ROTATION = "rotation";

	private final NDArray g;
	private final NDArray offset;
	private final NDArray permutation;
	/** Made when it is first needed, which training and detection do not. */
	private NDArray inversePermutation;
	private final ComputeContext context;
	private final boolean rotates;
	private final List<NDArray> tensors;
	private final boolean conditioned;
	private final ScriptedFunction function;

	/**
	 * @param context where to compute
	 * @param parameters the model's tensors
	 * @param prefix what this step's names begin with, dot included
	 * @param subnet makes the coupling's exponents and translations
	 * @param conditioned whether there is a condition
	 * @param clamp how exponents are bounded
	 * @param bound of the exponents, above 0
	 */
	public AllInOneStep(final ComputeContext context, final Parameters parameters, final String prefix, final StepSubnet subnet,
		final boolean conditioned, final TanhClamp clamp, final double bound)
	{
		this.context = context;
		this.conditioned = conditioned;
		g = parameters.get(prefix + GlobalAffine.SCALE);
		offset = parameters.get(prefix + GlobalAffine.OFFSET);
		tensors = subnet.tensors().stream().map(name -> parameters.get(prefix + name)).toList();
		rotates = parameters.has(prefix + ROTATION);
		permutation = parameters.get(prefix + (rotates ? ROTATION : PermutationMatrices.ORDER));
		final int channels = (int) g.getShape().get(1);
		final String names = IntStream.range(0, tensors.size()).mapToObj(i -> "t" + i).collect(Collectors.joining(", "));
		function = context.function(AllInOneStep.class, "all_in_one", "first", channels - channels / 2, "second", channels / 2, "declarations",
			(conditioned ? "c: Tensor, " : "") + names.replaceAll("\\w+", "$0: Tensor"), "input", conditioned ? "torch.cat([x1, c], 1)" : "x1",
			"tensors", names, "permuted", rotates ? "torch.linear(y, p)" : "torch.index_select(y, 1, p)", "gain", TanhClamp.GAIN, "exponent",
			clamp.source(bound), "scale", GlobalAffine.scaleSource(), "subnet", subnet.source());
	}

	private NDArray inversePermutation() {
		if (inversePermutation == null)
			inversePermutation = rotates ? transposed() : context.manager().create(ChannelPermutation.invert(permutation.toLongArray()));
		return inversePermutation;
	}

	private NDArray transposed() {
		final int n = (int) permutation.getShape().get(0);
		final float[] values = permutation.toFloatArray();
		final float[] result = new float[values.length];
		for (int i = 0; i < n; i++)
			for (int j = 0; j < n; j++)
				result[j * n + i] = values[i * n + j];
		return Tensors.toEngine(context.manager(), result, n, n);
	}

	/**
	 * Adds the tensors of a step over [batch, C, H, W] to a plan, but for those of its subnet.
	 *
	 * @param channels C, at least 2
	 */
	public static void plan(final TensorPlan plan, final String prefix, final int channels) {
		GlobalAffine.plan(plan, prefix, channels);
		plan.permutation(prefix + PermutationMatrices.ORDER, channels);
	}

	/**
	 * Adds the tensors of a step over [batch, C] to a plan, but for those of its subnet.
	 *
	 * @param channels C, at least 2
	 * @param rotates whether the channels are rotated instead of permuted
	 */
	public static void planCells(final TensorPlan plan, final String prefix, final int channels, final boolean rotates) {
		GlobalAffine.plan(plan, prefix, new Shape(1, channels));
		if (rotates)
			plan.rotation(prefix + ROTATION, channels);
		else
			plan.permutation(prefix + PermutationMatrices.ORDER, channels);
	}

	@Override
	public FlowOutput forward(final NDList maps, final NDList conditions, final FlowMode mode) {
		final NDList result = function.call(mode.differentiable(), arguments(maps, conditions, permutation));
		try (NDArray exponents = result.get(1); NDArray scale = result.get(2)) {
			return new FlowOutput(result.subNDList(0, 1), function.callMethod("log_det", mode.differentiable(), exponents, scale));
		}
	}

	@Override
	public FlowOutput inverse(final NDList maps, final NDList conditions) {
		final NDList result = function.callMethod("inverse", false, arguments(maps, conditions, inversePermutation()));
		return new FlowOutput(result.subNDList(0, 1), result.subNDList(1));
	}

	private NDArray[] arguments(final NDList maps, final NDList conditions, final NDArray permuted) {
		final List<NDArray> arguments = new ArrayList<>(List.of(maps.singletonOrThrow(), g, offset, permuted));
		if (conditioned)
			arguments.add(conditions.singletonOrThrow());
		arguments.addAll(tensors);
		return arguments.toArray(NDArray[]::new);
	}
}
