package org.anomalyflow.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.flow.FlowOutput;
import org.anomalyflow.tensor.Tensors;

/** The negative log-likelihood of a normalizing flow under a standard normal latent, up to a constant. */
public final class FlowLoss {

	private FlowLoss() {}

	/**
	 * mean over the batch of (0.5 sum z<sup>2</sup> - log-determinant), the sum over all maps.
	 *
	 * @param latents z and the log-determinants
	 * @return scalar
	 */
	public static NDArray negativeLogLikelihood(final FlowOutput latents) {
		NDArray energy = null;
		for (final NDArray z : latents.maps()) {
			final NDArray perSample = z.square().reshape(z.getShape().get(0), -1).sum(new int[] { 1 });
			energy = energy == null ? perSample : energy.add(perSample);
		}
		return energy.mul(Tensors.scalar(energy.getManager(), 0.5)).sub(latents.logDet()).mean();
	}

	/** How many latent dimensions one sample has over all maps. */
	public static long dimensions(final FlowOutput latents) {
		long dimensions = 0;
		for (final NDArray z : latents.maps()) {
			final Shape shape = z.getShape();
			dimensions += shape.size() / shape.get(0);
		}
		return dimensions;
	}
}
