package org.anomalyflow.model.padim;

import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * One Gaussian for each of P positions. The squared Mahalanobis distance of delta = x - mean to it is the sum of gains
 * (factor delta)<sup>2</sup>, plus |delta - factor' factor delta|<sup>2</sup> / e if the factor has fewer rows than columns.
 * <p>
 * A factor of d rows is the inverse of the Cholesky factor of the covariance, with gains of 1. One of r &lt; d rows holds
 * the r orthonormal directions in which the images differed, with 1 / variance as gains; all other variances are e. That is
 * Woodbury's identity without its difference of two large numbers, and exact. A position that counted in fewer than two images
 * has none, and distance 0.
 */
public final class PadimGaussian {

	/** The mean's name in a model file, which is anomalib's: [d, P]. */
	public static final String MEAN = "gaussian.mean";
	/** anomalib's name of the inverse covariances, [P, d, d]. */
	public static final String INVERSE = "gaussian.inv_covariance";
	/** The factor's name in a model file: [P, r, d]. */
	public static final String FACTOR = "gaussian.factor";
	/** The gains' name in a model file: [P, r], or [1, d] if they are 1. */
	public static final String GAINS = "gaussian.gains";
	/** The name in a model file of how many images each position's Gaussian is made of: int64 [P]; only if they differ. */
	public static final String COUNT = "gaussian.count";

	private static final float ENOUGH = 3;
	/** Numbers of the largest factor that is laid out, 512 MB. */
	private static final long MOST_LAID_OUT = 1L << 27;

	private final ComputeContext context;
	private final double least;
	private final NDArray mean;
	private final NDArray factor;
	private final NDArray gains;
	private final NDArray known;
	private final boolean countsDiffer;
	private final ScriptedFunction function;
	/** The factor laid out; null if it is not. */
	private NDArray columns;

	/**
	 * Takes over the arrays, which must belong to the scope that owns the Gaussian.
	 *
	 * @param known of how many images each position's Gaussian is, float32 [P]; none of fewer than 2
	 */
	PadimGaussian(final ComputeContext context, final double least, final NDArray mean, final NDArray factor, final NDArray gains,
		final NDArray known)
	{
		this.known = known;
		countsDiffer = known.min().getFloat() != known.max().getFloat();
		this.context = context;
		this.least = least;
		this.mean = mean;
		this.factor = factor;
		this.gains = gains;
		function = context.function(PadimGaussian.class, "gaussian", "least", least);
	}

	/**
	 * The Gaussians of a model file's tensors, or of another program's.
	 *
	 * @param context where to compute; owns what is worked out
	 * @param settings what was added to variances
	 * @param parameters {@link #MEAN} with {@link #FACTOR} and {@link #GAINS}, or with {@link #INVERSE}
	 * @throws AnomalyFlowException if a tensor is missing, or an inverse covariance is not positive definite
	 */
	public static PadimGaussian of(final ComputeContext context, final PadimSettings settings, final Parameters parameters) {
		final double least = settings.leastVariance();
		final NDArray mean = parameters.get(MEAN);
		if (parameters.has(FACTOR))
			return new PadimGaussian(context, least, mean, parameters.get(FACTOR), parameters.get(GAINS), counts(context, parameters));
		final NDArray inverse = parameters.get(INVERSE);
		try {
			final NDArray factor = PadimStatistics.function(context, least, inverse.getShape().get(1), 1, false)
				.callMethod("root_of_inverse", false, inverse).singletonOrThrow();
			factor.attach(context.manager());
			return new PadimGaussian(context, least, mean, factor, PadimStatistics.ones(context.manager(), factor), counts(context, parameters));
		}
		catch (final EngineException e) {
			throw new AnomalyFlowException(
				"The tensor " + INVERSE + " is not positive definite for every position, so that it is no inverse covariance; import another file",
				e);
		}
	}

	/** Where they are alike, as many as suffice. */
	private static NDArray counts(final ComputeContext context, final Parameters parameters) {
		if (!parameters.has(COUNT))
			return context.manager().full(new Shape(parameters.get(MEAN).getShape().get(1)), ENOUGH);
		final NDArray counts = parameters.get(COUNT).toType(DataType.FLOAT32, true);
		counts.attach(context.manager());
		return counts;
	}

	/**
	 * Distances of a batch.
	 *
	 * @param x [batch, d, P]
	 * @param grid [batch, any, H, W] with H * W = P
	 * @return [batch, H, W], at least 0
	 */
	NDArray distances(final NDArray x, final NDArray grid) {
		if (columns != null)
			return function.callMethod("laid_out_distances", false, x, mean, columns, gains, known, grid).singletonOrThrow();
		return function.call(false, x, mean, factor, gains, known, grid).singletonOrThrow();
	}

	/** Lays a factor of moderate size out for many distances, which takes its memory once more. */
	void layOut() {
		final Shape shape = factor.getShape();
		if (columns == null && shape.get(1) == shape.get(2) && shape.size() <= MOST_LAID_OUT)
			columns = function.callMethod("laid_out", false, factor).singletonOrThrow();
	}

	/** See {@link PadimStatistics#withoutEach}. */
	NDArray leftOut(final NDArray x, final NDArray grid) {
		return function.callMethod("left_out", false, x, mean, factor, gains, known, grid).singletonOrThrow();
	}

	/**
	 * The inverse covariances as anomalib stores them.
	 *
	 * @param scope the scope that owns them
	 * @return [P, d, d]
	 */
	public NDArray inverseCovariance(final NDManager scope) {
		final NDArray inverse = PadimStatistics.function(context, least, factor.getShape().get(2), 1, false)
			.callMethod("inverse", false, factor, gains, known).singletonOrThrow();
		inverse.attach(scope);
		return inverse;
	}

	/**
	 * Of how many images each position's Gaussian is, float32 [P].
	 *
	 * @param images of how many it is where all are alike
	 */
	NDArray counts(final NDManager scope, final long images) {
		final NDArray counts = countsDiffer ? known.duplicate() : scope.full(known.getShape(), images);
		counts.attach(scope);
		return counts;
	}

	/** Whether some positions counted in more images than others. */
	boolean countsDiffer() {
		return countsDiffer;
	}

	/** Rows of each position's factor. */
	long rank() {
		return factor.getShape().get(1);
	}

	/** Whether all gains are 1. */
	boolean hasEqualGains() {
		return gains.getShape().get(0) == 1;
	}

	/** The tensors for a model file, sorted by name. */
	public SortedMap<String, NDArray> tensors() {
		final SortedMap<String, NDArray> tensors = new TreeMap<>();
		tensors.put(MEAN, mean);
		tensors.put(FACTOR, factor);
		tensors.put(GAINS, gains);
		if (countsDiffer)
			tensors.put(COUNT, known.toType(DataType.INT64, true));
		return tensors;
	}
}
