package org.anomalyflow.model.danflow;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.model.Evidence;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Parameters;
import org.anomalyflow.tensor.Tensors;

/**
 * DANFlow as a detector: the loss is the negative log-likelihood, the anomaly map of each feature map minus the
 * likelihood of its latents, -exp(-0.5 mean over the channels of z<sup>2</sup>), in (-1, 0); the maps are averaged.
 * <p>
 * The reference has no score of a whole image. Here it is the maximum of the averaged map at the finest map's resolution:
 * one small defect is enough, however large the rest of the image is, and the score is on the scale of the pixels.
 */
public final class DanFlowModel implements FlowModel {

	private final Parameters parameters;
	private final DanFlowNetwork network;
	private final StepwiseLoss loss;

	/**
	 * @param context where to compute
	 * @param settings the network's shape
	 * @param parameters its tensors
	 */
	public DanFlowModel(final ComputeContext context, final DanFlowSettings settings, final Parameters parameters) {
		this(context, settings, parameters, StepwiseLoss.BUDGET);
	}

	/** With a budget of {@link StepwiseLoss}. */
	DanFlowModel(final ComputeContext context, final DanFlowSettings settings, final Parameters parameters,
		final long budget)
	{
		this.parameters = parameters;
		network = new DanFlowNetwork(context, settings, parameters);
		loss = new StepwiseLoss(context, parameters, network, budget);
	}

	@Override
	public Parameters parameters() {
		return parameters;
	}

	/** {@inheritDoc} The trainable parameters must require gradients. */
	@Override
	public NDArray loss(final NDList features) {
		return loss.of(features);
	}

	@Override
	public boolean normalisesByBatch() {
		return true;
	}

	@Override
	public void freeze() {
		network.freeze();
	}

	@Override
	public Evidence evidence(final NDList features) {
		return evidenceOf(latents(features, FlowMode.INFERENCE));
	}

	/** Latents and log-determinants of features. */
	FlowOutput latents(final NDList features, final FlowMode mode) {
		return network.forward(network.normalise(features), mode);
	}

	private static Evidence evidenceOf(final FlowOutput latents) {
		final NDList maps = new NDList();
		for (final NDArray z : latents.maps())
			maps.add(z.square().mean(new int[] { 1 }).mul(Tensors.scalar(z.getManager(), -0.5)).exp().neg());
		final Shape finest = maps.get(0).getShape();
		NDArray sum = maps.get(0);
		for (int i = 1; i < maps.size(); i++)
			sum = sum.add(enlarged(maps.get(i), finest));
		return new Evidence(sum.div(Tensors.scalar(sum.getManager(), maps.size())).reshape(finest.get(0), -1).max(new int[] { 1 }), maps);
	}

	/** A map [batch, h, w] in the size of another, bilinear. */
	private static NDArray enlarged(final NDArray map, final Shape size) {
		return map.expandDims(3).getNDArrayInternal().resize((int) size.get(2), (int) size.get(1), Image.Interpolation.BILINEAR
			.ordinal()).squeeze(3);
	}
}
