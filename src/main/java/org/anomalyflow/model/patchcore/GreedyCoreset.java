package org.anomalyflow.model.patchcore;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.model.NearestRows;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/**
 * The greedy choice of points that lie far from each other (k-center): again and again the point, the first of several,
 * whose distance to the nearest chosen one is the largest. The result is that of the plain algorithm, which passes through
 * all N points for each of M choices; here most of these distances are computed in products of matrices or not at all, as
 * the last known distance of a point bounds its present one. Deterministic.
 * <p>
 * Memory beside the points, [N, D]: about 20 N bytes, and at most about 100 MB of distances. While norms are worked out, a
 * copy of the points.
 */
public final class GreedyCoreset {

	private static final String STAGE = "Choosing patches";
	/** Numbers of the largest matrix of distances, 64 MB. */
	private static final long CELLS = 1 << 24;
	private static final long MOST_AT_ONCE = 1024;
	/** Of few points, only this part is brought up to date at once: the candidates for the next choices. */
	private static final long SHARE_AT_ONCE = 8;
	private static final long FEWEST_AT_ONCE = 64;
	/** After so many choices the user may stop. */
	private static final int STRIDE = 256;

	/**
	 * Chosen points.
	 *
	 * @param indices in the order of their choice
	 * @param distances of each to the nearest point chosen before, when it was chosen; of the starting point, 0
	 */
	public record Choice(long[] indices, float[] distances) {}

	private final ComputeContext context;
	private final ScriptedFunction start;
	private final ScriptedFunction norms;

	/** @param context where to compute */
	public GreedyCoreset(final ComputeContext context) {
		this.context = context;
		start = context.function(GreedyCoreset.class, "coreset_start");
		norms = NearestRows.norms(context);
	}

	/**
	 * The points with fewer numbers, for which distances are nearly kept.
	 *
	 * @param points [N, D]
	 * @param projection [P, D]
	 * @return points * projection', [N, P], in the scope of the points
	 */
	public NDArray project(final NDArray points, final NDArray projection) {
		return start.callMethod("project", false, points, projection).singletonOrThrow();
	}

	/**
	 * anomalib's choice: begins with a given point, which is chosen. If there are fewer distinct points than choices, point 0
	 * is chosen again and again.
	 *
	 * @param points [N, D]
	 * @param first the starting point
	 * @param count how many points, 1 to N
	 * @throws CancelledException if the user stops
	 */
	public Choice from(final NDArray points, final long first, final int count, final Progress progress) {
		checkCount(points, count);
		try (NDManager scope = context.newScope()) {
			final Choice rest = choose(scope, points, distances(scope, points, first), count - 1, progress);
			final long[] indices = new long[count];
			final float[] distances = new float[count];
			indices[0] = first;
			System.arraycopy(rest.indices, 0, indices, 1, count - 1);
			System.arraycopy(rest.distances, 0, distances, 1, count - 1);
			return new Choice(indices, distances);
		}
	}

	/**
	 * The first code's approximate choice: a point's distance begins as its mean distance to some points, which are not chosen
	 * thereby.
	 *
	 * @param points [N, D]
	 * @param starts the points to which distances are taken
	 * @param count how many points, 1 to N
	 * @throws CancelledException if the user stops
	 */
	public Choice approximate(final NDArray points, final long[] starts, final int count, final Progress progress) {
		checkCount(points, count);
		try (NDManager scope = context.newScope()) {
			return choose(scope, points, distances(scope, points, starts), count, progress);
		}
	}

	/**
	 * The first code's exact choice: a point's distance begins as the norm of its distances to all points.
	 *
	 * @param points [N, D]
	 * @param count how many points, 1 to N
	 * @throws CancelledException if the user stops
	 */
	public Choice complete(final NDArray points, final int count, final Progress progress) {
		checkCount(points, count);
		try (NDManager scope = context.newScope()) {
			final NDList statistics = norms.call(false, points);
			statistics.attach(scope);
			final NDArray bounds = start.callMethod("norms_of_all", false, points, statistics.get(0), statistics.get(1)).singletonOrThrow();
			bounds.attach(scope);
			return choose(scope, points, bounds, count, progress);
		}
	}

	private static void checkCount(final NDArray points, final int count) {
		if (count < 1 || count > points.getShape().get(0))
			throw new InvalidParameterException("count", count, "choose 1 to " + points.getShape().get(0) + " points");
	}

	private NDArray distances(final NDManager scope, final NDArray points, final long... starts) {
		final NDArray distances = start.call(false, points, scope.create(starts)).singletonOrThrow();
		distances.attach(scope);
		return distances;
	}

	private Choice choose(final NDManager scope, final NDArray points, final NDArray bounds, final int count, final Progress progress) {
		// distances to the mean point are shorter, so that a product of matrices loses fewer digits
		final NDList statistics = norms.call(false, points);
		statistics.attach(scope);
		final long share = points.getShape().get(0) / SHARE_AT_ONCE;
		final long atOnce = Math.max(FEWEST_AT_ONCE, Math.min(Math.min(MOST_AT_ONCE, share), CELLS / Math.max(1, count)));
		final ScriptedFunction advance = context.function(GreedyCoreset.class, "greedy_coreset", "at_once", atOnce);
		final NDArray ages = scope.zeros(bounds.getShape(), DataType.INT64);
		final NDArray chosen = scope.zeros(new Shape(count), DataType.INT64);
		final NDArray distances = scope.zeros(new Shape(count), DataType.FLOAT32);
		for (int done = 0; done < count;) {
			progress.checkCancelled(STAGE);
			final int target = Math.min(count, done + STRIDE);
			try (NDArray before = scope.create((long) done);
				NDArray after = scope.create((long) target);
				NDArray reached = advance.call(false, points, statistics.get(0), statistics.get(1), bounds, ages, chosen, distances, before, after)
					.singletonOrThrow())
			{
				done = (int) reached.getLong();
			}
			progress.update(STAGE, done, count, "");
		}
		return new Choice(chosen.toLongArray(), distances.toFloatArray());
	}
}
