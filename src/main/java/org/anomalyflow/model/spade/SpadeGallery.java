package org.anomalyflow.model.spade;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

import org.anomalyflow.model.NearestRows;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Parameters;
import org.anomalyflow.tensor.ScriptedFunction;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * What a SPADE detector remembers of N good images: a vector of each, all cells of its feature maps, and which part it
 * shows. Not changed by anything.
 */
final class SpadeGallery {

	/** The vectors' name in a model file: [N, C]. */
	static final String VECTORS = "image_vectors";
	/** The name in a model file of which part each image shows: int64 [N]. */
	static final String PARTS = "image_part";
	private static final String CELLS = "cells.";

	/** Cells of one map: [N, Q, C], the squared norms of cells minus their mean, [N, Q], and that mean, [C]. */
	record Cells(NDArray values, NDArray norms, NDArray mean) {}

	private final NDArray vectors;
	private final NDArray parts;
	private final NDArray noPenalties;
	private final List<Cells> cells = new ArrayList<>();
	private final ScriptedFunction norms;

	/**
	 * @param context where to compute; owns what is worked out
	 * @param vectors [N, C], owned by the context; N at least 1
	 * @param cells of each map [N, Q, C], likewise
	 * @param parts int64 [N], likewise
	 * @throws AnomalyFlowException if there is no image, or not as many vectors, cells and parts
	 */
	SpadeGallery(final ComputeContext context, final NDArray vectors, final NDList cells, final NDArray parts) {
		final long images = vectors.getShape().get(0);
		if (images == 0 || parts.getShape().get(0) != images || cells.stream().anyMatch(map -> map.getShape().get(
			0) != images))
			throw new AnomalyFlowException("A SPADE gallery needs at least 1 image with a vector, cells and a part; found " +
				images + " vectors and " + parts.getShape().get(0) + " parts");
		this.vectors = vectors;
		this.parts = parts;
		norms = NearestRows.norms(context);
		noPenalties = context.manager().zeros(parts.getShape(), DataType.FLOAT32);
		for (final NDArray map : cells) {
			final long[] shape = map.getShape().getShape();
			final NDArray rows = map.reshape(-1, shape[2]);
			final NDList statistics = norms.call(false, rows);
			this.cells.add(new Cells(map, statistics.get(1).reshape(shape[0], shape[1]), statistics.get(0)));
		}
	}

	/** The gallery of a model file's tensors. */
	static SpadeGallery of(final ComputeContext context, final Parameters parameters, final int cellMaps) {
		final NDList cells = new NDList();
		for (int map = 0; map < cellMaps; map++)
			cells.add(parameters.get(cells(map)));
		return new SpadeGallery(context, parameters.get(VECTORS), cells, parameters.get(PARTS));
	}

	/** The name in a model file of the cells of a map. */
	static String cells(final int map) {
		return CELLS + map;
	}

	NDArray vectors() {
		return vectors;
	}

	/** The cells of each map, finest first. */
	List<Cells> cells() {
		return cells;
	}

	/** What is added to the distance of each image: nothing, [N]. */
	NDArray noPenalties() {
		return noPenalties;
	}

	/**
	 * The same with infinity for the images of one part, so that they are nobody's neighbours; in a scope.
	 *
	 * @throws AnomalyFlowException if no image would be left
	 */
	NDArray penaltiesWithout(final NDManager scope, final long part) {
		if (Arrays.stream(parts.toLongArray()).allMatch(number -> number == part))
			throw new AnomalyFlowException("Without part " + part + " the gallery is empty; train on images of at least two parts");
		try (NDArray number = scope.create(part)) {
			final NDArray result = norms.callMethod("without", false, noPenalties, parts, number).singletonOrThrow();
			result.attach(scope);
			return result;
		}
	}

	/** The tensors for a model file, sorted by name. */
	SortedMap<String, NDArray> tensors() {
		final SortedMap<String, NDArray> tensors = new TreeMap<>();
		tensors.put(VECTORS, vectors);
		tensors.put(PARTS, parts);
		for (int map = 0; map < cells.size(); map++)
			tensors.put(cells(map), cells.get(map).values);
		return tensors;
	}
}
