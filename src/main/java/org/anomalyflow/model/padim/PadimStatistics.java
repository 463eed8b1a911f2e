package org.anomalyflow.model.padim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.ScriptedFunction;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * Mean and covariance of the features at each position over good images, in one pass. Covariances have the divisor N - 1;
 * e is added to each variance.
 * <p>
 * Memory, in float32 numbers: up to d images are kept as they are, N d P; from then on P d<sup>2</sup> for the sums and as
 * much again for the next d images and for the result. About 256 MB more for work in double precision.
 */
public final class PadimStatistics implements AutoCloseable {

	/** Numbers of the largest matrix in double precision, 32 MB; a few of them are needed at once. */
	private static final long NUMBERS = 1 << 22;
	private static final int TORCH_FLOAT64 = 7;
	private static final int TORCH_FLOAT32 = 6;

	private final ComputeContext context;
	private final NDManager owner;
	private final double least;
	private final long dimension;
	/** Images of which sums know nothing yet, each [1, d, P]. */
	private final NDList waiting = new NDList();
	private NDArray mean;
	/** The sum of (x - mean)(x - mean)'; null as long as there are no more images than dimensions. */
	private NDArray scatter;
	private long summed;

	/**
	 * @param context where to compute
	 * @param settings what is added to variances
	 * @param dimension how many channels are chosen
	 */
	public PadimStatistics(final ComputeContext context, final PadimSettings settings, final int dimension) {
		this.context = context;
		owner = context.newScope();
		least = settings.leastVariance();
		this.dimension = dimension;
	}

	/**
	 * Statistics that go on from Gaussians as if their images had been added here, but for the rounding of their factors.
	 *
	 * @param gaussian of some images
	 * @param images how many they were, at least 2
	 */
	static PadimStatistics after(final ComputeContext context, final PadimSettings settings, final int dimension,
		final PadimGaussian gaussian, final long images)
	{
		final PadimStatistics statistics = new PadimStatistics(context, settings, dimension);
		statistics.mean = gaussian.tensors().get(PadimGaussian.MEAN).duplicate();
		statistics.mean.attach(statistics.owner);
		try (NDArray n = statistics.owner.create((double) images)) {
			statistics.scatter = function(context, statistics.least, dimension, false).callMethod("scatter_of", false, gaussian
				.tensors().get(PadimGaussian.FACTOR), gaussian.tensors().get(PadimGaussian.GAINS), n).singletonOrThrow();
		}
		statistics.scatter.attach(statistics.owner);
		statistics.summed = images;
		return statistics;
	}

	static ScriptedFunction function(final ComputeContext context, final double least, final long dimension,
		final boolean inDoubles)
	{
		return context.function(PadimStatistics.class, "statistics", "positions", Math.max(1, NUMBERS / (dimension *
			dimension)), "least", least, "greatest", 1 / least, "type", inDoubles ? TORCH_FLOAT64 : TORCH_FLOAT32);
	}

	static NDArray ones(final NDManager scope, final NDArray factor) {
		return scope.ones(new Shape(1, factor.getShape().get(1)), factor.getDataType());
	}

	/**
	 * Takes in one good image.
	 *
	 * @param embedding its features, [1, d, P]; a copy is kept
	 */
	public void add(final NDArray embedding) {
		if (waiting.size() == dimension)
			sumUp();
		final NDArray kept = embedding.duplicate();
		kept.attach(owner);
		waiting.add(kept);
	}

	/** How many images were taken in. */
	public long count() {
		return summed + waiting.size();
	}

	private void sumUp() {
		try (NDArray x = NDArrays.concat(waiting); NDArray before = owner.create(summed)) {
			if (scatter == null) {
				final long positions = x.getShape().get(2);
				mean = owner.zeros(new Shape(dimension, positions), DataType.FLOAT32);
				scatter = owner.zeros(new Shape(positions, dimension, dimension), DataType.FLOAT32);
			}
			function(context, least, dimension, false).call(false, x, mean, scatter, before).close();
		}
		summed += waiting.size();
		waiting.forEach(NDArray::close);
		waiting.clear();
	}

	/**
	 * The Gaussians of all images taken in.
	 *
	 * @param scope the scope that owns them
	 * @throws AnomalyFlowException if there are fewer than two images, which have no covariance
	 */
	public PadimGaussian gaussian(final NDManager scope) {
		return gaussian(scope, 2, false);
	}

	/**
	 * What tells the distance of each image taken in to the Gaussians of all others ({@link PadimGaussian#leftOut}): the
	 * covariance of N images times (N - 1) / (N - 2). An image's share of it is one product u u', taken out with Sherman's
	 * and Morrison's formula; all that in double precision, since hardly anything may be left of a variance.
	 *
	 * @param scope the scope that owns it; 8 P d^2 bytes, or 8 N P d if there are fewer images than dimensions
	 * @throws AnomalyFlowException if there are fewer than three images
	 */
	public PadimGaussian withoutEach(final NDManager scope) {
		return gaussian(scope, 3, true);
	}

	private PadimGaussian gaussian(final NDManager scope, final int fewest, final boolean leavingOut) {
		if (count() < fewest)
			throw new AnomalyFlowException("PaDiM needs at least " + fewest + " good images" + (leavingOut
				? " to score each of them by the others" : "") + "; found " + count());
		final double divisor = count() - (leavingOut ? 2 : 1);
		if (scatter == null && waiting.size() <= dimension)
			return ofFewImages(scope, divisor, leavingOut);
		if (!waiting.isEmpty())
			sumUp();
		try (NDArray scale = owner.create(1 / divisor)) {
			final NDArray factor = function(context, least, dimension, leavingOut).callMethod("whiten", false, scatter, scale)
				.singletonOrThrow();
			factor.attach(scope);
			final NDArray centre = mean.duplicate();
			centre.attach(scope);
			return new PadimGaussian(context, least, centre, factor, ones(scope, factor));
		}
	}

	private PadimGaussian ofFewImages(final NDManager scope, final double divisor, final boolean leavingOut) {
		try (NDArray x = NDArrays.concat(waiting); NDArray scale = owner.create(1 / divisor)) {
			final NDList factorAndGains = function(context, least, dimension, leavingOut).callMethod("span", false, x, scale);
			factorAndGains.attach(scope);
			final NDArray centre = x.mean(new int[] { 0 });
			centre.attach(scope);
			return new PadimGaussian(context, least, centre, factorAndGains.get(0), factorAndGains.get(1));
		}
	}

	@Override
	public void close() {
		owner.close();
	}
}
