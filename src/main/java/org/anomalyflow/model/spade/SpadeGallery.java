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

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.model.NearestRows;
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
	/** The name in a model file of which cells of the coarsest map make the vector of an image: [1, H, W]. */
	static final String VECTOR_CELLS = "vector_cells";
	private static final String CELLS = "cells.";
	private static final String COUNTED = "counted.";

	/**
	 * Cells of one map: [N, Q, C]; 1 for those that count, else 0, [N, Q]; the squared norms of cells minus their mean, infinite
	 * for those that do not count, [N, Q]; and that mean, [C].
	 */
	record Cells(NDArray values, NDArray counted, NDArray norms, NDArray mean) {}

	private final NDArray vectors;
	private final NDArray vectorCells;
	private final NDArray parts;
	private final NDArray noPenalties;
	private final List<Cells> cells = new ArrayList<>();
	private final ScriptedFunction norms;

	/**
	 * @param context where to compute; owns what is worked out
	 * @param vectors [N, C], owned by the context; N at least 1
	 * @param vectorCells 1 for the cells of the coarsest map that make an image's vector, else 0, [1, H, W], likewise
	 * @param cells of each map [N, Q, C], likewise
	 * @param counted of each map 1 for the cells that count, else 0, [N, Q], likewise
	 * @param parts int64 [N], likewise
	 * @throws AnomalyFlowException if there is no image, or not as many vectors, cells and parts
	 */
	SpadeGallery(final ComputeContext context, final NDArray vectors, final NDArray vectorCells, final NDList cells, final NDList counted,
		final NDArray parts)
	{
		final long images = vectors.getShape().get(0);
		if (images == 0 || parts.getShape().get(0) != images || cells.stream().anyMatch(map -> map.getShape().get(0) != images))
			throw new AnomalyFlowException("A SPADE gallery needs at least 1 image with a vector, cells and a part; found " + images +
				" vectors and " + parts.getShape().get(0) + " parts");
		this.vectors = vectors;
		this.vectorCells = vectorCells;
		this.parts = parts;
		norms = NearestRows.norms(context);
		noPenalties = context.manager().zeros(parts.getShape(), DataType.FLOAT32);
		for (int map = 0; map < cells.size(); map++) {
			final NDArray values = cells.get(map);
			final long[] shape = values.getShape().getShape();
			final NDList statistics = norms.call(false, values.reshape(-1, shape[2]));
			try (NDArray none = context.manager().create(0f)) {
				final NDArray squares = norms.callMethod("without", false, statistics.get(1).reshape(shape[0], shape[1]), counted.get(map), none)
					.singletonOrThrow();
				this.cells.add(new Cells(values, counted.get(map), squares, statistics.get(0)));
			}
		}
	}

	/** The gallery of a model file's tensors. */
	static SpadeGallery of(final ComputeContext context, final Parameters parameters, final int cellMaps) {
		final NDList cells = new NDList();
		final NDList counted = new NDList();
		for (int map = 0; map < cellMaps; map++) {
			cells.add(parameters.get(cells(map)));
			counted.add(parameters.get(counted(map)));
		}
		return new SpadeGallery(context, parameters.get(VECTORS), parameters.get(VECTOR_CELLS), cells, counted, parameters.get(PARTS));
	}

	/** The name in a model file of the cells of a map. */
	static String cells(final int map) {
		return CELLS + map;
	}

	/** The name in a model file of which cells of a map count: [N, Q]. */
	static String counted(final int map) {
		return COUNTED + map;
	}

	NDArray vectors() {
		return vectors;
	}

	/** Which cells of the coarsest map make an image's vector, [1, H, W]. */
	NDArray vectorCells() {
		return vectorCells;
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
		tensors.put(VECTOR_CELLS, vectorCells);
		for (int map = 0; map < cells.size(); map++) {
			tensors.put(cells(map), cells.get(map).values);
			tensors.put(counted(map), cells.get(map).counted);
		}
		return tensors;
	}
}
