package org.anomalyflow.model.danflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.flow.FlowSequence;
import org.anomalyflow.flow.InvertibleModule;
import org.anomalyflow.flow.TensorPlan;

/**
 * The affine coupling of one flow step, over one map: with the channels split into x1 (the first C - C / 2) and x2, and
 * A the affine transformation of {@link TanhClampedAffine},
 *
 * <pre>
 * y2 = A(x2; subnet_1(x1)),     y1 = A(x1; subnet_2(y2))       with double subnets
 * y2 = A(x2; subnet(x1)),       y1 = x1                        with single ones
 * </pre>
 */
final class SubnetCoupling implements InvertibleModule {

	private static final int ECA_KERNEL = 3;
	private static final int FIRST_ECA_KERNEL = 1;

	private final ScriptedFunction split;
	private final ScriptedFunction joined;
	private final boolean doubleSubnets;
	private final InvertedResidual onFirst;
	private final InvertedResidual onSecond;
	private final TanhClampedAffine affine;

	/**
	 * @param context where to compute
	 * @param parameters the model's tensors
	 * @param prefix what this step's names begin with, dot included
	 * @param channels C, at least 2
	 * @param settings the network's shape
	 */
	SubnetCoupling(final ComputeContext context, final Parameters parameters, final String prefix, final int channels,
		final DanFlowSettings settings)
	{
		split = context.function(FlowSequence.class, "split_channels", "first", channels - channels / 2);
		joined = context.function(FlowSequence.class, "join_channels");
		doubleSubnets = settings.doubleSubnets();
		onFirst = subnet(context, parameters, prefix + (doubleSubnets ? "subnet_1." : "subnet."), settings);
		onSecond = doubleSubnets ? subnet(context, parameters, prefix + "subnet_2.", settings) : null;
		affine = new TanhClampedAffine(context);
	}

	private static InvertedResidual subnet(final ComputeContext context, final Parameters parameters, final String prefix,
		final DanFlowSettings settings)
	{
		return new InvertedResidual(context, parameters, prefix, settings.depthwiseConvolutions(), settings.attention());
	}

	/** How many numbers one coupling keeps for its gradients, for each number of its input, roughly. */
	static int keptPerNumber(final DanFlowSettings settings) {
		// Each subnet has half of the channels.
		return InvertedResidual.keptPerNumber(settings) * (settings.doubleSubnets() ? 2 : 1) / 2;
	}

	/** Adds the tensors of one coupling to a plan. */
	static void plan(final TensorPlan plan, final String prefix, final int channels, final DanFlowSettings settings) {
		final int second = channels / 2;
		final int first = channels - second;
		if (settings.doubleSubnets()) {
			InvertedResidual.plan(plan, prefix + "subnet_1.", first, 2 * second, settings, FIRST_ECA_KERNEL);
			InvertedResidual.plan(plan, prefix + "subnet_2.", second, 2 * first, settings, ECA_KERNEL);
		}
		else
			InvertedResidual.plan(plan, prefix + "subnet.", first, 2 * second, settings, ECA_KERNEL);
	}

	/** Tells that the parameters do not change any more. */
	void freeze() {
		onFirst.freeze();
		if (doubleSubnets)
			onSecond.freeze();
	}

	@Override
	public FlowOutput forward(final NDList maps, final NDList conditions, final FlowMode mode) {
		final boolean differentiable = mode.differentiable();
		final NDList parts = split.call(differentiable, maps.singletonOrThrow());
		final NDArray x1 = parts.get(0);
		final NDList y2 = affine.forward(parts.get(1), onFirst.apply(x1, mode), differentiable);
		if (!doubleSubnets)
			return join(x1, y2.get(0), y2.get(1), differentiable);
		final NDList y1 = affine.forward(x1, onSecond.apply(y2.get(0), mode), differentiable);
		return join(y1.get(0), y2.get(0), y1.get(1).add(y2.get(1)), differentiable);
	}

	@Override
	public FlowOutput inverse(final NDList maps, final NDList conditions) {
		final NDList parts = split.call(false, maps.singletonOrThrow());
		final NDArray y2 = parts.get(1);
		NDArray x1 = parts.get(0);
		NDArray logDet = null;
		if (doubleSubnets) {
			final NDList restored = affine.inverse(x1, onSecond.apply(y2, FlowMode.INFERENCE));
			x1 = restored.get(0);
			logDet = restored.get(1);
		}
		final NDList x2 = affine.inverse(y2, onFirst.apply(x1, FlowMode.INFERENCE));
		return join(x1, x2.get(0), logDet == null ? x2.get(1) : logDet.add(x2.get(1)), false);
	}

	private FlowOutput join(final NDArray first, final NDArray second, final NDArray logDet, final boolean differentiable) {
		return new FlowOutput(joined.call(differentiable, first, second), new NDList(logDet));
	}
}
