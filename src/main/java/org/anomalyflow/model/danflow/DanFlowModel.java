package org.anomalyflow.model.danflow;

import java.util.Optional;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.model.CountedCells;
import org.anomalyflow.model.FeatureStream;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.model.LikelihoodMaps;
import org.anomalyflow.model.StepwiseLoss;

/**
 * DANFlow as a detector: the loss is the negative log-likelihood, the anomaly map of each feature map minus the
 * likelihood of its latents, -exp(-0.5 mean over the channels of z<sup>2</sup>), in (-1, 0); the maps are averaged.
 * <p>
 * The reference has no score of a whole image. The score given here is the maximum of the averaged map at the finest map's
 * resolution; models that this project trains take the mean of the highest cells instead, see docs/pretrained.md.
 */
public final class DanFlowModel implements FlowModel {

	private final ComputeContext context;
	private final Parameters parameters;
	private final DanFlowNetwork network;
	private final StepwiseLoss loss;
	private final LikelihoodMaps maps;

	/**
	 * @param context where to compute
	 * @param settings the network's shape
	 * @param parameters its tensors
	 */
	public DanFlowModel(final ComputeContext context, final DanFlowSettings settings, final Parameters parameters) {
		this(context, settings, parameters, StepwiseLoss.BUDGET);
	}

	/** With a budget of {@link StepwiseLoss}. */
	DanFlowModel(final ComputeContext context, final DanFlowSettings settings, final Parameters parameters, final long budget) {
		this.context = context;
		this.parameters = parameters;
		network = new DanFlowNetwork(context, settings, parameters);
		loss = new StepwiseLoss(context, parameters, network.flows(), budget);
		maps = new LikelihoodMaps(context, settings.maps().size());
	}

	@Override
	public Parameters parameters() {
		return parameters;
	}

	/** {@inheritDoc} The trainable parameters must require gradients. */
	@Override
	public NDArray loss(final NDList features) {
		return loss.of(features, Optional.empty());
	}

	@Override
	public NDArray loss(final NDList features, final CountedCells counted) {
		return loss.of(features, Optional.of(counted));
	}

	@Override
	public boolean normalisesByBatch() {
		return true;
	}

	@Override
	public void renewStatistics(final FeatureStream images) {
		new RenewedStatistics(context, parameters, features -> latents(features, FlowMode.RENEWING)).of(images);
	}

	@Override
	public void freeze() {
		network.freeze();
	}

	@Override
	public Prediction predict(final NDList features) {
		return maps.predict(latents(features, FlowMode.INFERENCE).maps());
	}

	/** Latents and log-determinants of features. */
	FlowOutput latents(final NDList features, final FlowMode mode) {
		return network.forward(network.normalise(features, mode.differentiable()), mode);
	}
}
