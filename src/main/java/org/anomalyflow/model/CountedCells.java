package org.anomalyflow.model;

import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * Which cells of a batch's feature maps count in a loss: where good images have a region of interest, the network sees all of
 * them, but learns from the cells inside only.
 *
 * @param weights for each map 1 for a cell that counts, 0 for others, [batch, H, W]
 * @param gain what the sum over the counted cells is multiplied with to stand for all numbers of the maps, so that the size of
 *          the region does not change the size of the loss
 */
public record CountedCells(NDList weights, double gain) {

	/**
	 * With the gain that follows from the weights.
	 *
	 * @param features the maps, each [batch, C, H, W]
	 * @param weights as above
	 */
	public static CountedCells of(final NDList features, final NDList weights) {
		double all = 0;
		double counted = 0;
		for (int map = 0; map < features.size(); map++) {
			all += features.get(map).size();
			counted += features.get(map).getShape().get(1) * count(weights.get(map));
		}
		return new CountedCells(weights, counted == 0 ? 0 : all / counted);
	}

	private static double count(final NDArray weights) {
		double sum = 0;
		for (final float weight : weights.toFloatArray())
			sum += weight;
		return sum;
	}

	/** The same for one map alone; the gain stays that of all. */
	public CountedCells ofMap(final int map) {
		return new CountedCells(new NDList(List.of(weights.get(map))), gain);
	}
}
