package org.anomalyflow.model.csflow;

import java.util.Optional;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.model.CountedCells;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.FlowLoss;
import org.anomalyflow.model.FlowModel;

/**
 * CS-Flow as a detector (CS-Flow, sections 3.3 and 3.4): the loss is the negative log-likelihood per latent dimension,
 * the image score the mean of z<sup>2</sup> / 2 over all latents, the anomaly map of a scale the mean of z<sup>2</sup>
 * over its channels.
 */
public final class CsFlowModel implements FlowModel {

	private final Parameters parameters;
	private final CsFlowNetwork network;
	private final ScriptedFunction energy;

	/**
	 * @param context where to compute
	 * @param settings the network's shape
	 * @param parameters its tensors
	 */
	public CsFlowModel(final ComputeContext context, final CsFlowSettings settings, final Parameters parameters) {
		this.parameters = parameters;
		network = new CsFlowNetwork(context, settings, parameters);
		energy = context.function(CsFlowModel.class, "energy");
	}

	@Override
	public Parameters parameters() {
		return parameters;
	}

	@Override
	public NDArray loss(final NDList features) {
		return loss(features, Optional.empty());
	}

	@Override
	public NDArray loss(final NDList features, final CountedCells counted) {
		return loss(features, Optional.of(counted));
	}

	private NDArray loss(final NDList features, final Optional<CountedCells> counted) {
		final FlowOutput latents = network.forward(features, FlowMode.TRAINING);
		final NDArray loss = FlowLoss.negativeLogLikelihood(latents, counted);
		return loss.div(Tensors.scalar(loss.getManager(), FlowLoss.dimensions(latents)));
	}

	@Override
	public boolean normalisesByBatch() {
		return false;
	}

	@Override
	public void freeze() {
		network.freeze();
	}

	@Override
	public Prediction predict(final NDList features) {
		return evidenceOf(network.forward(features, FlowMode.INFERENCE));
	}

	/** The evidence of given latents: three maps [batch, C, H / 2^s, W / 2^s]. */
	Prediction evidenceOf(final FlowOutput latents) {
		final NDList scoreAndMaps = energy.call(false, latents.maps().toArray(new NDArray[0]));
		return new Prediction(scoreAndMaps.get(0), scoreAndMaps.subNDList(1));
	}
}
