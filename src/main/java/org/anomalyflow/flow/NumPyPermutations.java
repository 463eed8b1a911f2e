package org.anomalyflow.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/**
 * The channel permutations that the reference implementations of CS-Flow draw from NumPy and do not store. Both shuffle
 * by Fisher-Yates from the end, and draw each index by masking 32 random bits until it is in range.
 */
public final class NumPyPermutations {

	private NumPyPermutations() {}

	/**
	 * The official code's scheme: {@code numpy.random.seed(block)}, then one {@code numpy.random.permutation(channels)}
	 * per scale.
	 *
	 * @param block the block's number, from 0
	 * @param channels how many channels each scale has
	 * @param scales how many scales there are
	 */
	public static List<long[]> official(final int block, final int channels, final int scales) {
		final MersenneTwister generator = new MersenneTwister(block);
		final List<long[]> orders = new ArrayList<>();
		for (int scale = 0; scale < scales; scale++)
			orders.add(shuffled(channels, generator::nextInt));
		return orders;
	}

	/**
	 * anomalib's scheme: {@code numpy.random.default_rng(block).permutation(channels)}, started anew and therefore equal
	 * for every scale; parameters as in {@link #official}.
	 */
	public static List<long[]> anomalib(final int block, final int channels, final int scales) {
		final List<long[]> orders = new ArrayList<>();
		for (int scale = 0; scale < scales; scale++)
			orders.add(shuffled(channels, new Pcg64(block)::nextInt));
		return orders;
	}

	private static long[] shuffled(final int n, final IntSupplier bits) {
		final long[] order = new long[n];
		for (int i = 0; i < n; i++)
			order[i] = i;
		for (int i = n - 1; i > 0; i--) {
			final int mask = 2 * Integer.highestOneBit(i) - 1;
			int j;
			do
				j = bits.getAsInt() & mask;
			while (j > i);
			final long kept = order[i];
			order[i] = order[j];
			order[j] = kept;
		}
		return order;
	}
}
