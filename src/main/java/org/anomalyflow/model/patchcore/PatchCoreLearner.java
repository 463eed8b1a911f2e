package org.anomalyflow.model.patchcore;

import java.util.stream.IntStream;
import java.util.stream.LongStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.model.Scoring;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/**
 * Fills a memory bank with patches of good images, in one pass.
 * <p>
 * Memory: twice the bank; while patches are chosen, those they are chosen from, once more in the projection's dimensions, and
 * what {@link GreedyCoreset} needs. That is one image if they are chosen image by image, otherwise all images twice.
 */
public final class PatchCoreLearner implements AutoCloseable {

	private final ComputeContext context;
	private final NDManager owner;
	private final PatchEmbedding embedding;
	private final CoresetOptions options;
	private final PatchSelection selection;
	/** For each image the patches kept so far. */
	private final NDList parts = new NDList();

	/**
	 * @param context where to compute
	 * @param scoring whose way to choose patches
	 * @param embedding makes features of patches
	 * @param options which patches are kept
	 */
	public PatchCoreLearner(final ComputeContext context, final Scoring scoring, final PatchEmbedding embedding,
		final CoresetOptions options)
	{
		this.context = context;
		owner = context.newScope();
		this.embedding = embedding;
		this.options = options;
		selection = new PatchSelection(context, scoring, options);
	}

	/**
	 * Takes in one good image.
	 *
	 * @param features its feature maps, each [1, C, H, W], finest first
	 * @throws CancelledException if the user stops
	 */
	public void add(final NDList features, final Progress progress) {
		final NDArray rows = embedding.rows(features);
		if (options.isMonotone())
			try (rows) {
				parts.add(selection.chosen(owner, rows, progress));
			}
		else {
			rows.attach(owner);
			parts.add(rows);
		}
	}

	/**
	 * The bank of all images taken in, numbered in their order.
	 *
	 * @throws AnomalyFlowException if there are none
	 * @throws CancelledException if the user stops
	 */
	public MemoryBank bank(final Progress progress) {
		if (parts.isEmpty())
			throw new AnomalyFlowException("PatchCore needs at least one good image");
		final long[] images = IntStream.range(0, parts.size()).boxed().flatMapToLong(image -> LongStream.generate(() -> image)
			.limit(parts.get(image).getShape().get(0))).toArray();
		try (NDArray all = NDArrays.concat(parts)) {
			if (options.isMonotone())
				return new MemoryBank(context, all, images);
			final long[] chosen = selection.choose(all, progress);
			try (NDArray rows = selection.rows(owner, all, chosen)) {
				return new MemoryBank(context, rows, LongStream.of(chosen).map(row -> images[(int) row]).toArray());
			}
		}
	}

	@Override
	public void close() {
		owner.close();
	}
}
