package org.anomalyflow.backbone;

import java.util.function.DoubleBinaryOperator;

/** The convolution kernels of the filter bank, computed in double precision and rounded once. */
final class FilterKernels {

	static final int ORIENTATIONS = 8;
	static final int GABOR_RADIUS = 8;
	static final int CONTRAST_RADIUS = 9;
	/** A plane is cut into so many along each side for the contrast; a divisor of the sides of all levels. */
	static final int PHASES = 4;
	/** Side of the contrast kernel between two phases. */
	static final int PHASE_SIDE = (2 * CONTRAST_RADIUS + PHASES - 1) / PHASES + 1;

	private static final double WAVELENGTH = 4;
	private static final double SIGMA = 2;
	private static final double ASPECT = 0.5;
	/** Standard deviation of the Gabor filters along their stripes, in pixels; no filter reaches farther. */
	static final double LENGTH = SIGMA / ASPECT;
	private static final double CENTRE_SIGMA = 1;
	private static final double SURROUND_SIGMA = 3;

	private FilterKernels() {}

	/**
	 * Gabor filters (Daugman, Journal of the Optical Society of America A 2, 1985) of 8 orientations, wavelength 4 pixels,
	 * sigma 2 pixels across and 4 along the stripes, each with norm 1; the even ones with mean 0.
	 *
	 * @return [16, 17, 17]: the even filters, then the odd ones
	 */
	static float[] gabor() {
		final int area = area(GABOR_RADIUS);
		final float[] bank = new float[2 * ORIENTATIONS * area];
		for (int o = 0; o < ORIENTATIONS; o++) {
			final double angle = Math.PI * o / ORIENTATIONS;
			final double cos = Math.cos(angle);
			final double sin = Math.sin(angle);
			final double[] envelope = sample(GABOR_RADIUS, (x, y) -> {
				final double across = x * cos + y * sin;
				final double along = ASPECT * (y * cos - x * sin);
				return Math.exp(-(across * across + along * along) / (2 * SIGMA * SIGMA));
			});
			divide(envelope, sum(envelope));
			final double[] even = sample(GABOR_RADIUS, (x, y) -> Math.cos(2 * Math.PI * (x * cos + y * sin) / WAVELENGTH));
			final double[] odd = sample(GABOR_RADIUS, (x, y) -> Math.sin(2 * Math.PI * (x * cos + y * sin) / WAVELENGTH));
			for (int i = 0; i < area; i++) {
				even[i] *= envelope[i];
				odd[i] *= envelope[i];
			}
			final double mean = sum(even);
			for (int i = 0; i < area; i++)
				even[i] -= envelope[i] * mean;
			store(even, bank, o);
			store(odd, bank, ORIENTATIONS + o);
		}
		return bank;
	}

	/**
	 * Centre minus surround: the difference of two Gaussians of sigma 1 and 3 pixels, each of sum 1, with norm 1.
	 *
	 * @return [19, 19]
	 */
	static float[] contrast() {
		final double[] centre = gaussian(CENTRE_SIGMA);
		final double[] surround = gaussian(SURROUND_SIGMA);
		for (int i = 0; i < centre.length; i++)
			centre[i] -= surround[i];
		final float[] kernel = new float[centre.length];
		store(centre, kernel, 0);
		return kernel;
	}

	/**
	 * The contrast kernel for images cut into phases: a plane becomes {@link #PHASES} x PHASES small ones, pixel (x, y) pixel
	 * (x / PHASES, y / PHASES) of plane PHASES (y mod PHASES) + x mod PHASES. A convolution of one plane with one kernel leaves
	 * most of a processor's arithmetic units idle; one of many small planes does not, and is the same sum in another order.
	 *
	 * @return [16, 16, 6, 6]: planes of the result, planes of the image
	 */
	static float[] contrastOfPhases() {
		final float[] kernel = contrast();
		final int side = 2 * CONTRAST_RADIUS + 1;
		final float[] phases = new float[PHASES * PHASES * PHASES * PHASES * PHASE_SIDE * PHASE_SIDE];
		for (int out = 0; out < PHASES * PHASES; out++)
			for (int y = 0; y < side; y++)
				for (int x = 0; x < side; x++) {
					final int row = out / PHASES + y;
					final int column = out % PHASES + x;
					final int in = row % PHASES * PHASES + column % PHASES;
					phases[((out * PHASES * PHASES + in) * PHASE_SIDE + row / PHASES) * PHASE_SIDE + column / PHASES] = kernel[y * side + x];
				}
		return phases;
	}

	private static double[] gaussian(final double sigma) {
		final double[] gaussian = sample(CONTRAST_RADIUS, (x, y) -> Math.exp(-(x * x + y * y) / (2 * sigma * sigma)));
		divide(gaussian, sum(gaussian));
		return gaussian;
	}

	private static int area(final int radius) {
		return (2 * radius + 1) * (2 * radius + 1);
	}

	/** The values of a function of column and row, 0 in the centre, row by row. */
	private static double[] sample(final int radius, final DoubleBinaryOperator function) {
		final int side = 2 * radius + 1;
		final double[] values = new double[area(radius)];
		for (int i = 0; i < values.length; i++)
			values[i] = function.applyAsDouble(i % side - radius, i / side - radius);
		return values;
	}

	private static double sum(final double[] values) {
		double sum = 0;
		for (final double value : values)
			sum += value;
		return sum;
	}

	private static void divide(final double[] values, final double divisor) {
		for (int i = 0; i < values.length; i++)
			values[i] /= divisor;
	}

	/** Stores a kernel, brought to norm 1, as one of many. */
	private static void store(final double[] kernel, final float[] bank, final int index) {
		double squares = 0;
		for (final double value : kernel)
			squares += value * value;
		final double norm = Math.sqrt(squares);
		for (int i = 0; i < kernel.length; i++)
			bank[index * kernel.length + i] = (float) (kernel[i] / norm);
	}
}
