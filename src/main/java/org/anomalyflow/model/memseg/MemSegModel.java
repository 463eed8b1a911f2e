package org.anomalyflow.model.memseg;

import java.util.Optional;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.TensorPlan;
import org.anomalyflow.model.DefectLabels;
import org.anomalyflow.model.FeatureStream;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.memseg.MemSegSettings.Damping;

/**
 * MemSeg as a detector: a network that is told which cells of images with painted defects are defective. The loss is 0.6 |p - mask| +
 * 0.4 focal loss, as the paper has it. The heatmap is the logarithm of the odds of a defect, which grows with the probability that the
 * public code shows, but does not end at 1; the score is the mean of its highest 100 of 256 x 256 pixels, or as large a share.
 */
final class MemSegModel implements FlowModel {

	/** The share of an image that 100 of 256 x 256 pixels are. */
	static final double HIGHEST = 100.0 / (256 * 256);
	private static final double ABSOLUTE = 0.6;
	/** 4 in the paper, with which gradients vanish before background is told from defects. */
	private static final double GAMMA = 2;
	private static final double SMOOTH = 1e-5;

	private final Parameters parameters;
	private final MemSegNetwork network;
	private final MemSegMemory memory;
	private final ScriptedFunction evidence;
	private final Optional<ScriptedFunction> damp;

	/**
	 * @param context where to compute
	 * @param settings the network's shape
	 * @param parameters its tensors
	 */
	MemSegModel(final ComputeContext context, final MemSegSettings settings, final Parameters parameters) {
		this.parameters = parameters;
		network = new MemSegNetwork(context, settings, parameters);
		memory = new MemSegMemory(context, settings, parameters);
		damp = settings.damping() == Damping.NONE ? Optional.empty() : Optional.of(context.function(MemSegModel.class, "damp"));
		final int side = settings.imageSize();
		evidence = context.function(MemSegModel.class, "evidence", "height", side, "width", side, "highest",
			Math.max(1, (int) Math.round(HIGHEST * side * side)), "absolute", ABSOLUTE, "gamma", GAMMA, "smooth", SMOOTH);
	}

	/** All tensors that a model of these settings has. */
	static TensorPlan plan(final MemSegSettings settings) {
		final TensorPlan plan = new TensorPlan();
		MemSegNetwork.plan(plan, settings);
		MemSegMemory.plan(plan, settings);
		return plan;
	}

	@Override
	public Parameters parameters() {
		return parameters;
	}

	@Override
	public void begin(final FeatureStream images, final int[] parts, final long seed) {
		memory.fill(reader -> images.forEach((features, counted) -> reader.read(damped(features, false), counted)), parts, seed);
	}

	/** Features, or their asinh; differentiable ones inside a gradient collector, where others cannot be computed with. */
	NDList damped(final NDList features, final boolean differentiable) {
		if (damp.isEmpty())
			return features;
		final NDList damped = new NDList();
		features.forEach(map -> damped.addAll(damp.get().call(differentiable, map)));
		return damped;
	}

	/** {@inheritDoc} As if all cells were good, compared with the whole memory. */
	@Override
	public NDArray loss(final NDList raw) {
		final NDList features = damped(raw, true);
		final Shape finest = features.get(0).getShape();
		final NDArray none = features.getManager().zeros(new Shape(finest.get(0), finest.get(2), finest.get(3)));
		return loss(features, memory.nearest(features, true), none, none.onesLike());
	}

	@Override
	public NDArray loss(final NDList raw, final DefectLabels labels) {
		final NDList features = damped(raw, true);
		final NDArray weights = labels.counted().map(counted -> counted.weights().get(0)).orElseGet(labels.masks()::onesLike);
		return loss(features, memory.nearestOfOthers(features, labels.parts()), labels.masks(), weights);
	}

	private NDArray loss(final NDList features, final NDList good, final NDArray masks, final NDArray weights) {
		return evidence.callMethod("loss", true, network.forward(features, good, FlowMode.TRAINING), masks, weights).singletonOrThrow();
	}

	@Override
	public boolean normalisesByBatch() {
		return true;
	}

	@Override
	public void freeze() {
		// convolutions take their weights as they are
	}

	@Override
	public Prediction predict(final NDList raw) {
		final NDList features = damped(raw, false);
		final NDList found = evidence.call(false, network.forward(features, memory.nearest(features, false), FlowMode.INFERENCE));
		return new Prediction(found.get(0), found.subNDList(1));
	}
}
