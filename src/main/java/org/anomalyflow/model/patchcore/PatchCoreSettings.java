package org.anomalyflow.model.patchcore;

import java.util.List;

import ai.djl.ndarray.types.Shape;

import org.anomalyflow.model.GridSize;
import org.anomalyflow.model.Scoring;
import org.anomalyflow.util.InvalidParameterException;

/**
 * What a PatchCore detector computes, beside its bank.
 *
 * @param scoring whose formulas
 * @param patchSize side of the neighbourhoods in cells of each feature map, odd, 1 to 15; anomalib's is always 3
 * @param layerDimension numbers to which the first code pools each map's neighbourhood, at least 1; anomalib does not
 * @param dimension numbers to which the first code pools all maps together, at least 1; anomalib does not
 * @param neighbours rows of the bank that score a cell (official), or that weigh an image's score (anomalib), at least 1
 * @param map size of the anomaly maps in pixels: that of the network's input
 */
public record PatchCoreSettings(Scoring scoring, int patchSize, int layerDimension, int dimension, int neighbours, GridSize map) {

	static final int LARGEST_PATCH = 15;
	private static final int PAPER_DIMENSION = 1024;
	static final int PAPER_PATCH = 3;
	private static final int ANOMALIB_NEIGHBOURS = 9;

	public PatchCoreSettings {
		if (patchSize < 1 || patchSize > LARGEST_PATCH || patchSize % 2 == 0)
			throw new InvalidParameterException("patch_size", patchSize, "use an odd number from 1 to " + LARGEST_PATCH);
		if (layerDimension < 1 || dimension < 1)
			throw new InvalidParameterException("dimension", Math.min(layerDimension, dimension), "use at least 1");
		if (neighbours < 1)
			throw new InvalidParameterException("neighbours", neighbours, "use at least 1");
	}

	/** The first code's setting in the paper's commands: patches of 3, 1024 numbers, 1 neighbour. */
	public static PatchCoreSettings official(final GridSize map) {
		return new PatchCoreSettings(Scoring.OFFICIAL, PAPER_PATCH, PAPER_DIMENSION, PAPER_DIMENSION, 1, map);
	}

	/** anomalib's setting: patches of 3, scores weighted by 9 neighbours. */
	public static PatchCoreSettings anomalib(final GridSize map) {
		return new PatchCoreSettings(Scoring.ANOMALIB, PAPER_PATCH, PAPER_DIMENSION, PAPER_DIMENSION, ANOMALIB_NEIGHBOURS, map);
	}

	/** How many numbers a patch of these features has. */
	int dimension(final List<Shape> features) {
		return scoring == Scoring.OFFICIAL ? dimension : features.stream().mapToInt(shape -> (int) shape.get(0)).sum();
	}

	/**
	 * Whether more rows in the bank can only lower the score of an image, which exact thresholds need; anomalib's weight may
	 * raise it.
	 */
	public boolean isMonotone() {
		return scoring == Scoring.OFFICIAL || neighbours == 1;
	}
}
