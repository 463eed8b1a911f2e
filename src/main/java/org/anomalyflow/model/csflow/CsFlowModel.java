package org.anomalyflow.model.csflow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.model.Evidence;
import org.anomalyflow.model.FlowLoss;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Parameters;
import org.anomalyflow.tensor.Tensors;

/**
 * CS-Flow as a detector (CS-Flow, sections 3.3 and 3.4): the loss is the negative log-likelihood per latent dimension,
 * the image score the mean of z<sup>2</sup> / 2 over all latents, the anomaly map of a scale the mean of z<sup>2</sup>
 * over its channels.
 */
public final class CsFlowModel implements FlowModel {

	private final Parameters parameters;
	private final CsFlowNetwork network;

	/**
	 * @param context where to compute
	 * @param settings the network's shape
	 * @param parameters its tensors
	 */
	public CsFlowModel(final ComputeContext context, final CsFlowSettings settings, final Parameters parameters) {
		this.parameters = parameters;
		network = new CsFlowNetwork(context, settings, parameters);
	}

	@Override
	public Parameters parameters() {
		return parameters;
	}

	@Override
	public NDArray loss(final NDList features) {
		final FlowOutput latents = network.forward(features, FlowMode.TRAINING);
		final NDArray loss = FlowLoss.negativeLogLikelihood(latents);
		return loss.div(Tensors.scalar(loss.getManager(), FlowLoss.dimensions(latents)));
	}

	@Override
	public boolean normalisesByBatch() {
		return false;
	}

	@Override
	public void freeze() {
		// its convolutions are computed as they are
	}

	@Override
	public Evidence evidence(final NDList features) {
		return evidenceOf(network.forward(features, FlowMode.INFERENCE));
	}

	/** The evidence of given latents: three maps [batch, C, H / 2^s, W / 2^s]. */
	Evidence evidenceOf(final FlowOutput latents) {
		final NDList maps = new NDList();
		NDArray energy = null;
		for (final NDArray z : latents.maps()) {
			final NDArray squares = z.square();
			final NDArray perSample = squares.reshape(z.getShape().get(0), -1).sum(new int[] { 1 });
			energy = energy == null ? perSample : energy.add(perSample);
			maps.add(squares.mean(new int[] { 1 }));
		}
		return new Evidence(energy.mul(Tensors.scalar(energy.getManager(), 0.5 / FlowLoss.dimensions(latents))), maps);
	}
}
