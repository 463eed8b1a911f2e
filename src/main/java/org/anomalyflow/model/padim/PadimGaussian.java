package org.anomalyflow.model.padim;

import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Parameters;
import org.anomalyflow.tensor.ScriptedFunction;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * One Gaussian for each of P positions. The squared Mahalanobis distance of delta = x - mean to it is the sum of gains
 * (factor delta)<sup>2</sup>, plus |delta - factor' factor delta|<sup>2</sup> / e if the factor has fewer rows than columns.
 * <p>
 * A factor of d rows is the inverse of the Cholesky factor of the covariance, with gains of 1. One of r &lt; d rows holds
 * the r orthonormal directions in which the images differed, with 1 / variance as gains; all other variances are e. That is
 * Woodbury's identity without its difference of two large numbers, and exact.
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

	private final ComputeContext context;
	private final double least;
	private final NDArray mean;
	private final NDArray factor;
	private final NDArray gains;
	private final ScriptedFunction function;

	/** Takes over the arrays, which must belong to the scope that owns the Gaussian. */
	PadimGaussian(final ComputeContext context, final double least, final NDArray mean, final NDArray factor,
		final NDArray gains)
	{
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
	public static PadimGaussian of(final ComputeContext context, final PadimSettings settings,
		final Parameters parameters)
	{
		final double least = settings.leastVariance();
		final NDArray mean = parameters.get(MEAN);
		if (parameters.has(FACTOR))
			return new PadimGaussian(context, least, mean, parameters.get(FACTOR), parameters.get(GAINS));
		final NDArray inverse = parameters.get(INVERSE);
		try {
			final NDArray factor = PadimStatistics.function(context, least, inverse.getShape().get(1), false).callMethod(
				"root_of_inverse", false, inverse).singletonOrThrow();
			factor.attach(context.manager());
			return new PadimGaussian(context, least, mean, factor, PadimStatistics.ones(context.manager(), factor));
		}
		catch (final EngineException e) {
			throw new AnomalyFlowException("The tensor " + INVERSE +
				" is not positive definite for every position, so that it is no inverse covariance; import another file", e);
		}
	}

	/**
	 * Distances of a batch.
	 *
	 * @param x [batch, d, P]
	 * @param grid [batch, any, H, W] with H * W = P
	 * @return [batch, H, W], at least 0
	 */
	NDArray distances(final NDArray x, final NDArray grid) {
		return function.call(false, x, mean, factor, gains, grid).singletonOrThrow();
	}

	/** See {@link PadimStatistics#withoutEach}. */
	NDArray leftOut(final NDArray x, final NDArray grid, final long count) {
		try (NDArray images = x.getManager().create(count)) {
			return function.callMethod("left_out", false, x, mean, factor, gains, grid, images).singletonOrThrow();
		}
	}

	/**
	 * The inverse covariances as anomalib stores them.
	 *
	 * @param scope the scope that owns them
	 * @return [P, d, d]
	 */
	public NDArray inverseCovariance(final NDManager scope) {
		final NDArray inverse = PadimStatistics.function(context, least, factor.getShape().get(2), false).callMethod("inverse",
			false, factor, gains).singletonOrThrow();
		inverse.attach(scope);
		return inverse;
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
		return tensors;
	}
}
