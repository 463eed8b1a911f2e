package org.anomalyflow.network;

import java.util.List;

/**
 * How much of the network's input a cell of a map sees, along one axis. Nothing beyond the radius can change the cell. Within
 * it not all pixels count alike: with kernels whose weights have no preference, the influence of a pixel at some distance is the
 * number of ways through the network that end there, a distribution whose variance is the sum of those of all kernels,
 * (k<sup>2</sup> - 1) / 12 cells each (Luo et al., "Understanding the Effective Receptive Field in Deep Convolutional Neural
 * Networks", NIPS 2016). So nearly all influence lies within two standard deviations, the {@link #reach()}.
 * <p>
 * What only scales answers, such as squeeze and excitation, a normalisation or attention over channels, tells nothing about
 * places, so that it leaves the variance as it is, and the radius if it looks at the whole map.
 *
 * @param stride distance of neighbouring cells in pixels
 * @param radius the farthest pixel that counts, in pixels; infinite where all do
 * @param variance of the distance of the pixels that count, weighted by their influence, in pixels<sup>2</sup>
 */
public record ReceptiveField(double stride, double radius, double variance) {

	/** A pixel, which sees itself. */
	public static final ReceptiveField PIXEL = new ReceptiveField(1, 0, 0);

	private static final int DEVIATIONS = 2;
	private static final double HALF = 0.5;
	/** Of k numbers of equal weight: (k^2 - 1) / 12. */
	private static final double UNIFORM = 12;

	/** The cells after a convolution or pooling of a side, in cells, and a step. */
	public ReceptiveField then(final int kernel, final int step) {
		return wider(kernel, 1).strided(step);
	}

	/**
	 * After a branch to which its input is added, as in residual blocks and couplings: half of the ways go through it.
	 *
	 * @param step of the first convolution, and of what the input passes
	 * @param kernels sides of the convolutions of the branch, in cells, at least one
	 */
	public ReceptiveField thenResidual(final int step, final int... kernels) {
		ReceptiveField field = wider(kernels[0], HALF).strided(step);
		for (int i = 1; i < kernels.length; i++)
			field = field.wider(kernels[i], HALF);
		return field;
	}

	/** Divided by a mean over surroundings of a side, in cells, which only scales. */
	public ReceptiveField scaledBy(final int side) {
		return wider(side, 0);
	}

	private ReceptiveField wider(final int kernel, final double share) {
		return new ReceptiveField(stride, radius + (kernel - 1) / 2.0 * stride,
			variance + share * (kernel * (double) kernel - 1) / UNIFORM * stride * stride);
	}

	private ReceptiveField strided(final int step) {
		return new ReceptiveField(stride * step, radius, variance);
	}

	/**
	 * After smoothing with a Gaussian.
	 *
	 * @param sigma its standard deviation in pixels
	 * @param taps how far it is computed, in pixels
	 */
	public ReceptiveField smoothed(final double sigma, final double taps) {
		return new ReceptiveField(stride, radius + taps, variance + sigma * sigma);
	}

	/** As seen in an image that is shrunk by a factor first. */
	public ReceptiveField ofShrunk(final int factor) {
		return new ReceptiveField(stride * factor, radius * factor, variance * factor * factor);
	}

	/** Where every cell looks at all others, as attention does. */
	public ReceptiveField everything() {
		return new ReceptiveField(stride, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
	}

	/** What cells see that see several others: the widest of them. */
	public static ReceptiveField widest(final List<ReceptiveField> fields) {
		return new ReceptiveField(fields.stream().mapToDouble(ReceptiveField::stride).min().orElse(1),
			fields.stream().mapToDouble(ReceptiveField::radius).max().orElse(0),
			fields.stream().mapToDouble(ReceptiveField::variance).max().orElse(0));
	}

	/** Within how many pixels lies nearly all that counts; infinite where all pixels do. */
	public double reach() {
		return Math.min(radius, DEVIATIONS * Math.sqrt(variance));
	}
}
