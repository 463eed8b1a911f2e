package org.anomalyflow.model.csflow;

import java.util.stream.LongStream;

/**
 * A convolution of maps of one size, padded with zeros, as sums of the products of each tap with each cell. Where a map was enlarged
 * before the convolution, or most taps see the padding only, these are fewer products than a convolution takes: a cell of a map that
 * is enlarged twice meets each tap once instead of four times.
 *
 * @param taps which of the kernel's cells have products, numbered row by row
 * @param sums what of them makes each cell of the result, [height * width, taps * H * W] in C order
 * @param height of the result
 * @param width of the result
 */
record TapProducts(long[] taps, float[] sums, int height, int width) {

	/** One axis: the taps, and what of them makes each cell of the result, [cells][taps][cells of the map]. */
	private record Axis(long[] taps, double[][][] sums) {}

	/** Whether a convolution of a map has taps that see the padding only. */
	static boolean hasIdleTaps(final long height, final long width, final int kernel) {
		return kernel > 2 * height - 1 || kernel > 2 * width - 1;
	}

	/** Of the taps that see the map. */
	static TapProducts reached(final int height, final int width, final int kernel) {
		return of(reached(height, kernel), reached(width, kernel), kernel);
	}

	/** Of a map that is enlarged bilinearly first; sizes are height and width. */
	static TapProducts enlarged(final int[] small, final int[] large, final int kernel) {
		return of(enlarged(small[0], large[0], kernel), enlarged(small[1], large[1], kernel), kernel);
	}

	private static TapProducts of(final Axis y, final Axis x, final int kernel) {
		final long[] taps = LongStream.of(y.taps).flatMap(row -> LongStream.of(x.taps).map(column -> row * kernel + column)).toArray();
		final int cells = y.sums.length * x.sums.length;
		final float[] sums = new float[cells * taps.length * y.sums[0][0].length * x.sums[0][0].length];
		int i = 0;
		for (final double[][] cellY : y.sums)
			for (final double[][] cellX : x.sums)
				for (final double[] tapY : cellY)
					for (final double[] tapX : cellX)
						for (final double a : tapY)
							for (final double b : tapX)
								sums[i++] = (float) (a * b);
		return new TapProducts(taps, sums, y.sums.length, x.sums.length);
	}

	private static Axis reached(final int size, final int kernel) {
		final int count = Math.min(kernel, 2 * size - 1);
		final double[][][] sums = new double[size][count][size];
		for (int cell = 0; cell < size; cell++)
			for (int tap = 0; tap < count; tap++) {
				final int from = cell + tap - count / 2;
				if (from >= 0 && from < size)
					sums[cell][tap][from] = 1;
			}
		final int first = (kernel - count) / 2;
		return new Axis(LongStream.range(first, first + count).toArray(), sums);
	}

	/** As the engine enlarges: centres of cells on centres, the border continued. */
	private static Axis enlarged(final int small, final int large, final int kernel) {
		final double[][][] sums = new double[large][kernel][small];
		for (int cell = 0; cell < large; cell++)
			for (int tap = 0; tap < kernel; tap++) {
				final int place = cell + tap - kernel / 2;
				if (place < 0 || place >= large)
					continue;
				final double at = Math.max(0, (place + 0.5) * small / large - 0.5);
				final int first = (int) at;
				sums[cell][tap][first] += 1 - (at - first);
				sums[cell][tap][Math.min(first + 1, small - 1)] += at - first;
			}
		return new Axis(LongStream.range(0, kernel).toArray(), sums);
	}
}
