package org.anomalyflow.model.padim;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;
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
	/** For each of them at which positions it counts, [1, P]. */
	private final NDList waitingCounted = new NDList();
	private NDArray mean;
	/** The sum of (x - mean)(x - mean)'; null as long as there are no more images than dimensions. */
	private NDArray scatter;
	/** Of how many images each position's sums are, [P]. */
	private NDArray known;
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
		statistics.known = gaussian.counts(statistics.owner, images);
		statistics.scatter = function(context, statistics.least, dimension, 1, false).callMethod("scatter_of", false,
			gaussian.tensors().get(PadimGaussian.FACTOR), gaussian.tensors().get(PadimGaussian.GAINS), statistics.known).singletonOrThrow();
		statistics.scatter.attach(statistics.owner);
		statistics.summed = images;
		return statistics;
	}

	/** @param freedom what is taken off the number of images to make the divisor of a covariance */
	static ScriptedFunction function(final ComputeContext context, final double least, final long dimension, final int freedom,
		final boolean inDoubles)
	{
		return context.function(PadimStatistics.class, "statistics", "positions", Math.max(1, NUMBERS / (dimension * dimension)), "least",
			least, "greatest", 1 / least, "freedom", freedom, "type", inDoubles ? TORCH_FLOAT64 : TORCH_FLOAT32);
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
		try (NDArray all = owner.ones(new Shape(1, embedding.getShape().get(2)))) {
			add(embedding, all);
		}
	}

	/**
	 * Takes in one good image where it counts.
	 *
	 * @param embedding its features, [1, d, P]; a copy is kept
	 * @param counted 1 for positions that count, 0 for others, [1, P]; a copy is kept
	 */
	void add(final NDArray embedding, final NDArray counted) {
		if (waiting.size() == dimension)
			sumUp();
		waiting.add(owned(embedding));
		waitingCounted.add(owned(counted));
	}

	private NDArray owned(final NDArray array) {
		final NDArray copy = array.duplicate();
		copy.attach(owner);
		return copy;
	}

	/** How many images were taken in. */
	public long count() {
		return summed + waiting.size();
	}

	private void sumUp() {
		try (NDArray x = NDArrays.concat(waiting); NDArray counted = NDArrays.concat(waitingCounted)) {
			if (scatter == null) {
				final long positions = x.getShape().get(2);
				mean = owner.zeros(new Shape(dimension, positions), DataType.FLOAT32);
				scatter = owner.zeros(new Shape(positions, dimension, dimension), DataType.FLOAT32);
				known = owner.zeros(new Shape(positions), DataType.FLOAT32);
			}
			function(context, least, dimension, 1, false).call(false, x, mean, scatter, known, counted).close();
		}
		summed += waiting.size();
		waiting.forEach(NDArray::close);
		waiting.clear();
		waitingCounted.forEach(NDArray::close);
		waitingCounted.clear();
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
			throw new AnomalyFlowException("PaDiM needs at least " + fewest + " good images" +
				(leavingOut ? " to score each of them by the others" : "") + "; found " + count());
		final int freedom = leavingOut ? 2 : 1;
		if (scatter == null && waiting.size() <= dimension)
			return ofFewImages(scope, freedom, leavingOut);
		if (!waiting.isEmpty())
			sumUp();
		final NDArray factor = function(context, least, dimension, freedom, leavingOut).callMethod("whiten", false, scatter, known)
			.singletonOrThrow();
		factor.attach(scope);
		return new PadimGaussian(context, least, in(scope, mean.duplicate()), factor, ones(scope, factor), in(scope, known.duplicate()));
	}

	private PadimGaussian ofFewImages(final NDManager scope, final int freedom, final boolean leavingOut) {
		try (NDArray x = NDArrays.concat(waiting); NDArray counted = NDArrays.concat(waitingCounted)) {
			final ScriptedFunction function = function(context, least, dimension, freedom, leavingOut);
			final NDList factorAndGains = function.callMethod("span", false, x, counted);
			factorAndGains.attach(scope);
			final NDArray centre = function.callMethod("means", false, x, counted).singletonOrThrow();
			return new PadimGaussian(context, least, in(scope, centre), factorAndGains.get(0), factorAndGains.get(1),
				in(scope, counted.sum(new int[]{ 0 })));
		}
	}

	private static NDArray in(final NDManager scope, final NDArray array) {
		array.attach(scope);
		return array;
	}

	@Override
	public void close() {
		owner.close();
	}
}
