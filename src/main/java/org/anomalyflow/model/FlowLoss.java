package org.anomalyflow.model;

import java.util.Optional;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.FlowOutput;

/** The negative log-likelihood of a normalizing flow under a standard normal latent, up to a constant. */
public final class FlowLoss {

	private FlowLoss() {}

	/**
	 * mean over the batch of (0.5 sum z<sup>2</sup> - log-determinant), the sum over all maps.
	 *
	 * @param latents z and the log-determinants
	 * @param counted the cells over which the sums go; empty for all
	 * @return scalar
	 */
	public static NDArray negativeLogLikelihood(final FlowOutput latents, final Optional<CountedCells> counted) {
		NDArray sum = null;
		for (int map = 0; map < latents.maps().size(); map++) {
			final NDArray energy = latents.maps().get(map).square().sum(new int[]{ 1 });
			final NDArray cells = energy.mul(Tensors.scalar(energy.getManager(), 0.5)).sub(latents.logDets().get(map));
			sum = add(sum, weighted(cells, map, counted));
		}
		return scaled(sum, latents, counted);
	}

	/** The part of the log-determinants alone: minus their mean over the batch. */
	public static NDArray negativeLogDeterminant(final FlowOutput latents, final Optional<CountedCells> counted) {
		NDArray sum = null;
		for (int map = 0; map < latents.maps().size(); map++)
			sum = add(sum, weighted(latents.logDets().get(map).neg(), map, counted));
		return scaled(sum, latents, counted);
	}

	private static NDArray weighted(final NDArray cells, final int map, final Optional<CountedCells> counted) {
		return counted.isEmpty() ? cells.sum() : cells.mul(counted.get().weights().get(map)).sum();
	}

	private static NDArray add(final NDArray sum, final NDArray next) {
		return sum == null ? next : sum.add(next);
	}

	private static NDArray scaled(final NDArray sum, final FlowOutput latents, final Optional<CountedCells> counted) {
		return sum.mul(Tensors.scalar(sum.getManager(), counted.map(CountedCells::gain).orElse(1.0) / latents.maps().get(0).getShape().get(0)));
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
