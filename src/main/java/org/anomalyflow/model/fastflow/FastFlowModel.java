package org.anomalyflow.model.fastflow;

import java.util.Optional;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.flow.MapFlows;
import org.anomalyflow.model.CountedCells;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.model.GridSize;
import org.anomalyflow.model.LikelihoodMaps;
import org.anomalyflow.model.StepwiseLoss;

/**
 * FastFlow as a detector: the loss is the negative log-likelihood summed over the maps, evidence is that of {@link LikelihoodMaps}, with
 * the score read at the size of the network's input, as anomalib has it; gathierry's code has no score of an image.
 */
public final class FastFlowModel implements FlowModel {

	private final Parameters parameters;
	private final MapFlows flows;
	private final StepwiseLoss loss;
	private final LikelihoodMaps maps;

	/**
	 * @param context where to compute
	 * @param settings the network's shape
	 * @param parameters its tensors
	 * @param input size of the network's input, in pixels
	 */
	FastFlowModel(final ComputeContext context, final FastFlowSettings settings, final Parameters parameters, final GridSize input) {
		this(context, settings, parameters, input, StepwiseLoss.BUDGET);
	}

	/** With a budget of {@link StepwiseLoss}. */
	FastFlowModel(final ComputeContext context, final FastFlowSettings settings, final Parameters parameters, final GridSize input,
		final long budget)
	{
		this.parameters = parameters;
		flows = FastFlowNetwork.of(context, settings, parameters);
		loss = new StepwiseLoss(context, parameters, flows, budget);
		maps = new LikelihoodMaps(context, settings.maps().size(), input);
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
		return false;
	}

	/** Nothing depends on the parameters alone. */
	@Override
	public void freeze() {
		// convolutions take their weights as they are
	}

	@Override
	public Prediction predict(final NDList features) {
		return maps.predict(latents(features).maps());
	}

	/** Latents and log-determinants of features. */
	FlowOutput latents(final NDList features) {
		return flows.forward(flows.normalise(features, false), FlowMode.INFERENCE);
	}
}
