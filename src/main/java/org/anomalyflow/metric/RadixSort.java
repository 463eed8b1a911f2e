package org.anomalyflow.metric;

import java.util.stream.IntStream;

/**
 * Sorts many integers, ascending, by three counting passes over 11, 11 and 10 bits, each pass split over the processor's
 * cores. About six times as fast as a comparison sort on tens of millions of keys.
 */
final class RadixSort {

	private static final int DIGIT_BITS = 11;
	private static final int DIGITS = 1 << DIGIT_BITS;

	/** Below, starting threads costs more than it saves. */
	private static final int SMALLEST_CHUNK = 1 << 16;

	private RadixSort() {}

	/**
	 * Sorts the first {@code count} keys.
	 *
	 * @param keys the keys; afterwards their order is undefined unless this array is returned
	 * @param count how many, 0 to {@code keys.length}
	 * @return an array whose first {@code count} entries are the sorted keys: {@code keys} or a new one
	 */
	static int[] sort(final int[] keys, final int count) {
		final int processors = Runtime.getRuntime().availableProcessors();
		final int chunks = Math.max(1, Math.min(processors, count / SMALLEST_CHUNK));
		int[] from = keys;
		int[] to = null;
		for (int shift = 0; shift < Integer.SIZE; shift += DIGIT_BITS) {
			final int[][] places = count(from, count, chunks, shift);
			if (!toPlaces(places, count))
				continue;
			if (to == null)
				to = new int[count];
			scatter(from, to, count, places, shift);
			final int[] swap = from;
			from = to;
			to = swap;
		}
		return from;
	}

	/** Flipping the sign bit makes negative keys sort below positive ones. */
	private static int digit(final int key, final int shift) {
		return (key ^ Integer.MIN_VALUE) >>> shift & DIGITS - 1;
	}

	private static int[][] count(final int[] keys, final int count, final int chunks, final int shift) {
		final int[][] counts = new int[chunks][];
		IntStream.range(0, chunks).parallel().forEach(chunk -> {
			final int[] own = new int[DIGITS];
			final int end = start(chunk + 1, chunks, count);
			for (int i = start(chunk, chunks, count); i < end; i++)
				own[digit(keys[i], shift)]++;
			counts[chunk] = own;
		});
		return counts;
	}

	/** Turns counts into the place of each chunk's first key with each digit; false if all keys have one digit. */
	private static boolean toPlaces(final int[][] counts, final int count) {
		int place = 0;
		for (int digit = 0; digit < DIGITS; digit++) {
			final int before = place;
			for (final int[] own : counts) {
				final int here = own[digit];
				own[digit] = place;
				place += here;
			}
			if (place - before == count)
				return false;
		}
		return true;
	}

	private static void scatter(final int[] from, final int[] to, final int count, final int[][] places, final int shift) {
		final int chunks = places.length;
		IntStream.range(0, chunks).parallel().forEach(chunk -> {
			final int[] own = places[chunk];
			final int end = start(chunk + 1, chunks, count);
			for (int i = start(chunk, chunks, count); i < end; i++) {
				final int key = from[i];
				to[own[digit(key, shift)]++] = key;
			}
		});
	}

	private static int start(final int chunk, final int chunks, final int count) {
		return (int) ((long) count * chunk / chunks);
	}
}
