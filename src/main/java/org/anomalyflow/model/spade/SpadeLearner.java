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

import org.anomalyflow.model.Learned;
import org.anomalyflow.model.OnePassLearner;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.ScriptedFunction;
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
	/** For each image the number of its part. */
	private final List<Long> parts = new ArrayList<>();

	/**
	 * @param context where to compute; owns what is learned
	 * @param settings what is computed
	 * @param finish makes a detector of a gallery, and of whether each image has its full number of neighbours without its
	 *          own part
	 */
	SpadeLearner(final ComputeContext context, final SpadeSettings settings,
		final BiFunction<SpadeGallery, Boolean, Learned> finish)
	{
		this.context = context;
		this.settings = settings;
		this.finish = finish;
		owner = context.newScope();
		vectorsOf = SpadeModel.neighbours(context, settings);
		cellsOf = context.function(SpadeLearner.class, "gallery_cells");
		for (int map = 0; map < settings.cellMaps(); map++)
			cells.add(new NDList());
	}

	@Override
	public void add(final int part, final NDList features, final Progress progress) {
		vectors.add(kept(vectorsOf.callMethod("vectors", false, features.get(features.size() - 1)).singletonOrThrow()));
		for (int map = 0; map < cells.size(); map++)
			cells.get(map).add(kept(cellsOf.call(false, features.get(map)).singletonOrThrow()));
		parts.add((long) part);
	}

	private NDArray kept(final NDArray array) {
		array.attach(owner);
		return array;
	}

	/** Takes in the images of a gallery. */
	void addAll(final SpadeGallery gallery) {
		vectors.add(kept(gallery.vectors().duplicate()));
		for (int map = 0; map < cells.size(); map++)
			cells.get(map).add(kept(gallery.cells().get(map).values().duplicate()));
		LongStream.of(gallery.tensors().get(SpadeGallery.PARTS).toLongArray()).forEach(parts::add);
	}

	@Override
	public Learned learn(final Progress progress) {
		if (parts.isEmpty())
			throw new AnomalyFlowException("SPADE needs at least one good image");
		final NDList joined = new NDList();
		cells.forEach(map -> joined.add(owned(NDArrays.concat(map))));
		final NDArray origins = context.manager().create(parts.stream().mapToLong(Long::longValue).toArray());
		return finish.apply(new SpadeGallery(context, owned(NDArrays.concat(vectors)), joined, origins), isEnough());
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
