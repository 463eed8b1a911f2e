package org.anomalyflow.model.spade;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
import org.anomalyflow.util.AnomalyFlowException;

/**
 * SPADE as a detector (Cohen and Hoshen, arXiv 2005.02357), as its usual code has it: the score of an image is the mean
 * Euclidean distance of its vector, the mean of the coarsest map over all cells, to those of the K nearest good images. A
 * cell's score in each of the finer maps is the distance to the nearest cell, anywhere, of these K images. The cells' scores
 * of each map are enlarged bilinearly, their mean over the maps is smoothed with a Gaussian of 4 pixels. Scores are at least 0.
 * Where good images had a region of interest, only cells inside are in the gallery, and only those make vectors.
 * <p>
 * The paper squares distances and takes 50 images, and the mean over several cells.
 */
final class SpadeModel implements DetectorModel {

	/** Standard deviation of the map's smoothing in pixels. */
	static final double SIGMA = 4;

	private final ComputeContext context;
	private final SpadeGallery gallery;
	private final ScriptedFunction neighbours;
	private final ScriptedFunction distances;
	private final List<ScoreMap> maps = new ArrayList<>();
	private final ScriptedFunction mean;

	/**
	 * @param context where to compute
	 * @param settings whose formulas
	 * @param features shapes of the feature maps of one image, [C, H, W], finest first
	 * @param gallery of good images
	 * @throws AnomalyFlowException if the gallery has other channels or cells than these features
	 */
	SpadeModel(final ComputeContext context, final SpadeSettings settings, final List<Shape> features, final SpadeGallery gallery) {
		this.context = context;
		this.gallery = gallery;
		check(gallery.vectors(), 1, features.get(features.size() - 1).get(0));
		neighbours = neighbours(context, settings);
		distances = context.function(SpadeModel.class, "cell_distances", "portion", settings.gallery().portion(), "epsilon",
			settings.gallery().epsilon(), "nearest", NearestRows.source(), "cells", NearestRows.CELLS);
		for (int map = 0; map < settings.cellMaps(); map++) {
			final Shape shape = features.get(map);
			check(gallery.cells().get(map).values(), 1, shape.get(1) * shape.get(2));
			check(gallery.cells().get(map).values(), 2, shape.get(0));
			maps.add(new ScoreMap(context, new GridSize((int) shape.get(1), (int) shape.get(2)), settings.map(), ScoreMap.Enlargement.BILINEAR,
				ScoreMap.Border.REPEATED, SIGMA));
		}
		final List<String> names = IntStream.range(0, maps.size()).mapToObj(map -> "m" + map).toList();
		mean = context.function(SpadeModel.class, "mean_map", "declarations",
			names.stream().map(name -> name + ": Tensor").collect(Collectors.joining(", ")), "maps", String.join(", ", names));
	}

	/** The function that finds the nearest images; its method {@code vectors} makes the vector of a map. */
	static ScriptedFunction neighbours(final ComputeContext context, final SpadeSettings settings) {
		return context.function(SpadeModel.class, "image_neighbours", "neighbours", settings.neighbours());
	}

	private static void check(final NDArray of, final int axis, final long expected) {
		if (of.getShape().get(axis) != expected)
			throw new AnomalyFlowException(
				"The gallery has shape " + of.getShape() + ", but " + expected + " numbers along axis " + axis + " fit these features");
	}

	/**
	 * Scores and maps of a batch.
	 *
	 * @param features feature maps, each [batch, C, H, W], finest first
	 * @return one map, of the size in the settings
	 */
	@Override
	public Prediction predict(final NDList features) {
		return predict(features, gallery.noPenalties());
	}

	/**
	 * The same for an image of one of the parts in the gallery, as if it were not there.
	 *
	 * @param features the image's feature maps, each [1, C, H, W], finest first
	 * @param part the part's number
	 * @throws AnomalyFlowException if the gallery has no other part
	 */
	Prediction predictWithout(final NDList features, final long part) {
		try (NDManager scope = context.newScope()) {
			return predict(features, gallery.penaltiesWithout(scope, part));
		}
	}

	private Prediction predict(final NDList features, final NDArray penalties) {
		final NDList scoresAndNumbers = neighbours.call(false, features.get(features.size() - 1), gallery.vectors(), penalties,
			gallery.vectorCells());
		final NDArray[] enlarged = new NDArray[maps.size()];
		for (int map = 0; map < enlarged.length; map++) {
			final SpadeGallery.Cells cells = gallery.cells().get(map);
			enlarged[map] = maps.get(map).of(
				distances.call(false, features.get(map), cells.values(), cells.norms(), cells.mean(), scoresAndNumbers.get(1)).singletonOrThrow());
		}
		return new Prediction(scoresAndNumbers.get(0), new NDList(mean.call(false, enlarged).singletonOrThrow()));
	}

	/** The gallery, whose tensors a model file holds. */
	SpadeGallery gallery() {
		return gallery;
	}
}
