package org.anomalyflow.training;

import java.util.Optional;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.model.DefectLabels;

/** Where training gets the features of its images from. */
@FunctionalInterface
public interface FeatureSource {

	/**
	 * The features of some records as one batch.
	 *
	 * @param scope the scope that owns the result
	 * @param records which records, in order
	 * @return the maps, each [records, C, H, W]
	 */
	NDList batch(NDManager scope, int... records);

	/**
	 * Which cells of a batch count.
	 *
	 * @param scope the scope that owns the result
	 * @param records which records, in order
	 * @return for each map 1 for a cell that counts, 0 for others, [records, H, W]; empty if all cells of all images count
	 */
	default Optional<NDList> counted(final NDManager scope, final int... records) {
		return Optional.empty();
	}

	/**
	 * Where the painted defects of a batch are.
	 *
	 * @param scope the scope that owns the result
	 * @param records which records, in order
	 * @return without the cells that count; empty where a detector learns from good images alone
	 */
	default Optional<DefectLabels> labels(final NDManager scope, final int... records) {
		return Optional.empty();
	}
}
