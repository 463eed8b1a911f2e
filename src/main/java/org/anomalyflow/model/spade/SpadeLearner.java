package org.anomalyflow.model.spade;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.LongStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.model.Learned;
import org.anomalyflow.model.OnePassLearner;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;

/** Remembers good images. Memory: at the end twice the gallery. */
final class SpadeLearner implements OnePassLearner {

	private final ComputeContext context;
	private final NDManager owner;
	private final SpadeSettings settings;
	private final BiFunction<SpadeGallery, Boolean, Learned> finish;
	private final ScriptedFunction vectorsOf;
	private final ScriptedFunction cellsOf;
	private final NDList vectors = new NDList();
	private final List<NDList> cells = new ArrayList<>();
	private final List<NDList> counted = new ArrayList<>();
	/** Which cells of the coarsest map count in any image, [1, H, W]; null before the first. */
	private NDArray vectorCells;
	/** For each image the number of its part. */
	private final List<Long> parts = new ArrayList<>();

	/**
	 * @param context where to compute; owns what is learned
	 * @param settings what is computed
	 * @param finish makes a detector of a gallery, and of whether each image has its full number of neighbours without its
	 *          own part
	 */
	SpadeLearner(final ComputeContext context, final SpadeSettings settings, final BiFunction<SpadeGallery, Boolean, Learned> finish) {
		this.context = context;
		this.settings = settings;
		this.finish = finish;
		owner = context.newScope();
		vectorsOf = SpadeModel.neighbours(context, settings);
		cellsOf = context.function(SpadeLearner.class, "gallery_cells");
		for (int map = 0; map < settings.cellMaps(); map++) {
			cells.add(new NDList());
			counted.add(new NDList());
		}
	}

	@Override
	public void add(final int part, final NDList features, final Progress progress) {
		try (NDManager scope = context.newScope()) {
			add(part, features,
				new NDList(features.stream().map(map -> scope.ones(new Shape(1, map.getShape().get(2), map.getShape().get(3)))).toList()),
				progress);
		}
	}

	/** An image of which nothing counts in some map is left out. */
	@Override
	public void add(final int part, final NDList features, final NDList weights, final Progress progress) {
		for (final NDArray map : weights)
			if (map.sum().getFloat() == 0)
				return;
		final int last = features.size() - 1;
		vectors.add(kept(vectorsOf.callMethod("vectors", false, features.get(last), weights.get(last)).singletonOrThrow()));
		countVectorCells(weights.get(last));
		for (int map = 0; map < cells.size(); map++) {
			final NDList cellsAndWeights = cellsOf.call(false, features.get(map), weights.get(map));
			cells.get(map).add(kept(cellsAndWeights.get(0)));
			counted.get(map).add(kept(cellsAndWeights.get(1)));
		}
		parts.add((long) part);
	}

	private void countVectorCells(final NDArray weights) {
		vectorCells = kept(vectorCells == null ? weights.duplicate() : vectorCells.maximum(weights));
	}

	private NDArray kept(final NDArray array) {
		array.attach(owner);
		return array;
	}

	/** Takes in the images of a gallery. */
	void addAll(final SpadeGallery gallery) {
		vectors.add(kept(gallery.vectors().duplicate()));
		countVectorCells(gallery.vectorCells());
		for (int map = 0; map < cells.size(); map++) {
			cells.get(map).add(kept(gallery.cells().get(map).values().duplicate()));
			counted.get(map).add(kept(gallery.cells().get(map).counted().duplicate()));
		}
		LongStream.of(gallery.tensors().get(SpadeGallery.PARTS).toLongArray()).forEach(parts::add);
	}

	@Override
	public Learned learn(final Progress progress) {
		if (parts.isEmpty())
			throw new AnomalyFlowException("SPADE needs at least one good image");
		final NDList joined = new NDList();
		cells.forEach(map -> joined.add(owned(NDArrays.concat(map))));
		final NDList joinedCounts = new NDList();
		counted.forEach(map -> joinedCounts.add(owned(NDArrays.concat(map))));
		final NDArray origins = context.manager().create(parts.stream().mapToLong(Long::longValue).toArray());
		return finish.apply(
			new SpadeGallery(context, owned(NDArrays.concat(vectors)), owned(vectorCells.duplicate()), joined, joinedCounts, origins),
			isEnough());
	}

	private boolean isEnough() {
		final int mostOfOnePart = parts.stream().mapToInt(part -> Collections.frequency(parts, part)).max().orElse(0);
		return parts.size() - mostOfOnePart >= settings.neighbours();
	}

	private NDArray owned(final NDArray array) {
		array.attach(context.manager());
		return array;
	}

	@Override
	public void close() {
		owner.close();
	}
}
