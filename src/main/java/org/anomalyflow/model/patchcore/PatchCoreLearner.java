package org.anomalyflow.model.patchcore;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.model.Learned;
import org.anomalyflow.model.OnePassLearner;
import org.anomalyflow.model.Scoring;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/**
 * Fills a memory bank with patches of good images, in one pass.
 * <p>
 * Memory: twice the bank; while patches are chosen, those they are chosen from, once more in the projection's dimensions, and
 * what {@link GreedyCoreset} needs. That is one image if they are chosen image by image, otherwise all images twice.
 */
final class PatchCoreLearner implements OnePassLearner {

	private final ComputeContext context;
	private final NDManager owner;
	private final PatchEmbedding embedding;
	private final CoresetOptions options;
	private final PatchSelection selection;
	private final Function<MemoryBank, Learned> finish;
	/** For each image the patches kept so far. */
	private final NDList kept = new NDList();
	/** For each row kept the number of its part. */
	private final List<long[]> parts = new ArrayList<>();

	/**
	 * @param context where to compute
	 * @param scoring whose way to choose patches
	 * @param embedding makes features of patches
	 * @param options which patches are kept
	 * @param finish makes a detector of a bank
	 */
	PatchCoreLearner(final ComputeContext context, final Scoring scoring, final PatchEmbedding embedding, final CoresetOptions options,
		final Function<MemoryBank, Learned> finish)
	{
		this.context = context;
		owner = context.newScope();
		this.embedding = embedding;
		this.options = options;
		this.finish = finish;
		selection = new PatchSelection(context, scoring, options);
	}

	@Override
	public void add(final int part, final NDList features, final Progress progress) {
		add(part, embedding.rows(features));
	}

	/** Patches whose cell in the finest map counts; their neighbourhoods may reach beyond. */
	@Override
	public void add(final int part, final NDList features, final NDList counted, final Progress progress) {
		final float[] weights = counted.get(0).toFloatArray();
		final long[] inside = IntStream.range(0, weights.length).filter(cell -> weights[cell] > 0).asLongStream().toArray();
		if (inside.length == 0)
			return;
		try (NDManager scope = context.newScope(); NDArray all = embedding.rows(features)) {
			add(part, selection.rows(scope, all, inside));
		}
	}

	private void add(final int part, final NDArray rows) {
		if (options.isMonotone())
			try (rows) {
				kept.add(selection.chosen(owner, rows, Progress.NONE)); // a part of a second
			}
		else {
			rows.attach(owner);
			kept.add(rows);
		}
		parts.add(LongStream.generate(() -> part).limit(kept.get(kept.size() - 1).getShape().get(0)).toArray());
	}

	/** Takes in rows of a bank as they are, with the number of each one's part. */
	void addRows(final NDArray rows, final long[] origins) {
		final NDArray copy = rows.duplicate();
		copy.attach(owner);
		kept.add(copy);
		parts.add(origins);
	}

	@Override
	public Learned learn(final Progress progress) {
		return finish.apply(bank(progress));
	}

	/**
	 * The bank of all images taken in.
	 *
	 * @throws AnomalyFlowException if there are none
	 * @throws CancelledException if the user stops
	 */
	MemoryBank bank(final Progress progress) {
		if (kept.isEmpty())
			throw new AnomalyFlowException("PatchCore needs at least one good image");
		final long[] origins = parts.stream().flatMapToLong(LongStream::of).toArray();
		try (NDArray all = NDArrays.concat(kept)) {
			if (options.isMonotone())
				return new MemoryBank(context, all, origins);
			final long[] chosen = selection.choose(all, progress);
			try (NDArray rows = selection.rows(owner, all, chosen)) {
				return new MemoryBank(context, rows, LongStream.of(chosen).map(row -> origins[(int) row]).toArray());
			}
		}
	}

	@Override
	public void close() {
		owner.close();
	}
}
