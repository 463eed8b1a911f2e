package org.anomalyflow.model.patchcore;

import java.util.Arrays;
import java.util.SplittableRandom;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.model.Scoring;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/**
 * Chooses the patches that represent others, as the first code (approximately, from 10 starting points, in 128 random
 * dimensions) or anomalib does (from one, in a sparse projection). Projection and starting points depend on the seed and
 * the number of patches only, so that the same patches are always chosen of the same ones.
 */
public final class PatchSelection {

	private static final int OFFICIAL_STARTS = 10;

	private final ComputeContext context;
	private final Scoring scoring;
	private final CoresetOptions options;
	private final GreedyCoreset coreset;

	/**
	 * @param context where to compute
	 * @param scoring whose choice
	 * @param options how many, and the seed
	 */
	public PatchSelection(final ComputeContext context, final Scoring scoring, final CoresetOptions options) {
		this.context = context;
		this.scoring = scoring;
		this.options = options;
		coreset = new GreedyCoreset(context);
	}

	/**
	 * The chosen patches.
	 *
	 * @param scope the scope that owns them
	 * @param patches [N, D]
	 * @return [n, D]; all in their order if the whole share is kept, else in the order of their choice
	 * @throws CancelledException if the user stops
	 */
	public NDArray chosen(final NDManager scope, final NDArray patches, final Progress progress) {
		if (options.share() == 1) {
			final NDArray all = patches.duplicate();
			all.attach(scope);
			return all;
		}
		return rows(scope, patches, choose(patches, progress));
	}

	/** Rows of the given numbers, in a scope. */
	NDArray rows(final NDManager scope, final NDArray patches, final long[] numbers) {
		try (NDArray indices = patches.getManager().create(numbers)) {
			final NDArray rows = context.function(PatchSelection.class, "gather_rows").call(false, patches, indices).singletonOrThrow();
			rows.attach(scope);
			return rows;
		}
	}

	/** The numbers of the chosen patches, in the order of their choice. */
	long[] choose(final NDArray patches, final Progress progress) {
		final int n = (int) patches.getShape().get(0);
		final int dimension = (int) patches.getShape().get(1);
		final int count = options.count(n);
		final SplittableRandom random = SeededRandom.stream(options.seed(), "coreset start");
		try (NDManager scope = context.newScope()) {
			if (scoring == Scoring.ANOMALIB) {
				final int rows = RandomProjection.sparseRows(n);
				final NDArray points = projected(scope, patches, RandomProjection.sparse(options.seed(), rows, dimension));
				return coreset.from(points, random.nextInt(n), count, progress).indices();
			}
			final NDArray points = dimension == RandomProjection.OFFICIAL_ROWS
				? patches
				: projected(scope, patches, RandomProjection.uniform(options.seed(), dimension));
			final long[] starts = Arrays.stream(SeededRandom.permutation(random, n)).limit(OFFICIAL_STARTS).asLongStream().toArray();
			return coreset.approximate(points, starts, count, progress).indices();
		}
	}

	private NDArray projected(final NDManager scope, final NDArray patches, final float[] projection) {
		final long dimension = patches.getShape().get(1);
		final NDArray points = coreset.project(patches, Tensors.toEngine(scope, projection, projection.length / dimension, dimension));
		points.attach(scope);
		return points;
	}
}
