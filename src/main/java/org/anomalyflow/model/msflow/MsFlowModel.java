package org.anomalyflow.model.msflow;

import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.model.CountedCells;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.FlowLoss;
import org.anomalyflow.model.FlowModel;

/**
 * MSFlow as a detector: the loss is the negative log-likelihood of all maps. The anomaly map of a scale is the energy of its latents,
 * 0.5 mean over the channels of z<sup>2</sup>, and the score the mean of the highest 3 % of their mean at the size of the network's
 * input. The reference instead relates an image to its own best pixel, so that good images reach high values, too; its two rules
 * make one map of that size each, see {@link MsFlowSettings.Rule}.
 */
public final class MsFlowModel implements FlowModel {

	private static final double HIGHEST = 0.03;

	private final Parameters parameters;
	private final MsFlowSettings.Rule rule;
	private final MsFlowNetwork network;
	private final ScriptedFunction energies;

	/**
	 * @param context where to compute
	 * @param settings the network's shape
	 * @param parameters its tensors
	 */
	MsFlowModel(final ComputeContext context, final MsFlowSettings settings, final Parameters parameters) {
		this.parameters = parameters;
		rule = settings.rule();
		network = new MsFlowNetwork(context, settings, parameters);
		energies = energies(context, settings);
	}

	/** Reads latents, or with the methods of the rules the energies of all scales. */
	static ScriptedFunction energies(final ComputeContext context, final MsFlowSettings settings) {
		final int maps = settings.maps().size();
		final int pixels = settings.height() * settings.width();
		return context.function(MsFlowModel.class, "energies", "declarations", names("z", maps).replaceAll("\\w+", "$0: Tensor"), "latents",
			names("z", maps), "energies", names("e", maps).replaceAll("\\w+", "$0: Tensor"), "energy_names", names("e", maps), "count", maps,
			"height", settings.height(), "width", settings.width(), "highest", Math.max(1, (int) (pixels * HIGHEST)));
	}

	private static String names(final String letter, final int count) {
		return IntStream.range(0, count).mapToObj(i -> letter + i).collect(Collectors.joining(", "));
	}

	@Override
	public Parameters parameters() {
		return parameters;
	}

	@Override
	public NDArray loss(final NDList features) {
		return FlowLoss.negativeLogLikelihood(network.forward(network.pooled(features, true), FlowMode.TRAINING), Optional.empty());
	}

	@Override
	public NDArray loss(final NDList features, final CountedCells counted) {
		final NDList pooled = network.pooled(features, true);
		return FlowLoss.negativeLogLikelihood(network.forward(pooled, FlowMode.TRAINING),
			Optional.of(CountedCells.of(pooled, network.ofPooled(counted.weights()))));
	}

	@Override
	public boolean normalisesByBatch() {
		return false;
	}

	@Override
	public void freeze() {
		// convolutions take their weights as they are
	}

	/** Pooled features. */
	NDList pooled(final NDList features) {
		return network.pooled(features, false);
	}

	/** Latents and log-determinants of features. */
	FlowOutput latents(final NDList features) {
		return network.forward(pooled(features), FlowMode.INFERENCE);
	}

	@Override
	public Prediction predict(final NDList features) {
		final NDList found = energies.call(false, latents(features).maps().toArray(new NDArray[0]));
		return rule == MsFlowSettings.Rule.RAW ? new Prediction(found.get(0), found.subNDList(1)) : byRule(energies, rule, found.subNDList(1));
	}

	/** The map of a reference's rule, of the energies of all scales. */
	static Prediction byRule(final ScriptedFunction energies, final MsFlowSettings.Rule rule, final NDList ofScales) {
		final NDList found = energies.callMethod(rule.label(), false, ofScales.toArray(new NDArray[0]));
		return new Prediction(found.get(0), found.subNDList(1));
	}
}
