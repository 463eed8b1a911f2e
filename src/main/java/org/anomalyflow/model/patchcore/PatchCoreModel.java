package org.anomalyflow.model.patchcore;

import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.model.DetectorModel;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.GridSize;
import org.anomalyflow.model.NearestRows;
import org.anomalyflow.model.ScoreMap;
import org.anomalyflow.model.Scoring;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * PatchCore as a detector (Roth et al., arXiv 2106.08265): a cell's score is its distance to the nearest patches of good
 * images. The map is that of the cells, enlarged and smoothed with a Gaussian of 4 pixels. Scores are at least 0.
 * <p>
 * The first code takes the mean squared distance to some neighbours, the largest as the score of an image, and enlarges
 * bilinearly. anomalib takes the distance to the nearest patch, weighs the largest by how crowded the bank is there, and
 * enlarges by repetition.
 */
public final class PatchCoreModel implements DetectorModel {

	/** Standard deviation of the maps' smoothing in pixels. */
	static final double SIGMA = 4;

	private final ComputeContext context;
	private final PatchEmbedding embedding;
	private final MemoryBank bank;
	private final ScriptedFunction scores;
	private final ScoreMap map;

	/**
	 * @param context where to compute
	 * @param settings whose formulas
	 * @param features shapes of the feature maps of one image, [C, H, W], finest first
	 * @param bank patches of good images
	 * @throws AnomalyFlowException if the bank's rows have another length than these features give
	 */
	public PatchCoreModel(final ComputeContext context, final PatchCoreSettings settings, final List<Shape> features, final MemoryBank bank) {
		this.context = context;
		this.bank = bank;
		embedding = new PatchEmbedding(context, settings, features.stream().mapToInt(shape -> (int) shape.get(0)).toArray());
		if (bank.rows().getShape().get(1) != embedding.dimension())
			throw new AnomalyFlowException("The memory bank has rows of " + bank.rows().getShape().get(1) +
				" numbers, but patches of these features have " + embedding.dimension());
		final boolean official = settings.scoring() == Scoring.OFFICIAL;
		scores = context.function(PatchCoreModel.class, settings.scoring() + "_scores", "neighbours", settings.neighbours(), "nearest",
			NearestRows.source(), "cells", NearestRows.CELLS);
		final Shape finest = features.get(0);
		map = new ScoreMap(context, new GridSize((int) finest.get(1), (int) finest.get(2)), settings.map(),
			official ? ScoreMap.Enlargement.BILINEAR : ScoreMap.Enlargement.NEAREST,
			official ? ScoreMap.Border.REPEATED : ScoreMap.Border.REFLECTED, SIGMA);
	}

	/**
	 * Scores and maps of a batch: the map of the size in the settings, and the cells' scores that it is made of.
	 *
	 * @param features feature maps, each [batch, C, H, W], finest first
	 * @return one map, of the size in the settings
	 */
	@Override
	public Prediction predict(final NDList features) {
		return predict(features, bank.norms());
	}

	/**
	 * The same for an image of one of the parts that the bank is made of, as if it were not.
	 *
	 * @param features the image's feature maps, each [1, C, H, W], finest first
	 * @param part the part's number in the bank
	 * @throws AnomalyFlowException if the bank has no other part
	 */
	public Prediction predictWithout(final NDList features, final long part) {
		try (NDManager scope = context.newScope()) {
			return predict(features, bank.normsWithout(scope, part));
		}
	}

	private Prediction predict(final NDList features, final NDArray norms) {
		final NDList scoresAndCells = cells(features, norms);
		return new Prediction(scoresAndCells.get(0), new NDList(map.of(scoresAndCells.get(1)), scoresAndCells.get(1)));
	}

	/** The scores of images, [batch], and of their cells, [batch, H, W]. */
	NDList cells(final NDList features, final NDArray norms) {
		return scores.call(false, embedding.rows(features), bank.rows(), norms, bank.mean(), features.get(0));
	}

	/** The bank, whose tensors a model file holds. */
	public MemoryBank bank() {
		return bank;
	}
}
