package org.anomalyflow.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntUnaryOperator;

import org.junit.jupiter.api.Test;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class RadixSortTest {

	@Property(tries = 200)
	void sortsAnything(@ForAll final int[] keys) {
		assertSorts(keys, keys.length);
	}

	/** Enough keys for several threads, with all bits, few bits, or a single value. */
	@Test
	void sortsMany() {
		final Random random = new Random(3);
		assertSortsMany(i -> random.nextInt());
		assertSortsMany(i -> random.nextInt(4) << 30);
		assertSortsMany(i -> random.nextInt(100) - 50);
		assertSortsMany(i -> 42);
	}

	private static void assertSortsMany(final IntUnaryOperator keyOf) {
		final int[] keys = new int[300001];
		Arrays.setAll(keys, keyOf);
		assertSorts(keys, 290000);
	}

	private static void assertSorts(final int[] keys, final int count) {
		final int[] expected = Arrays.copyOf(keys, count);
		Arrays.sort(expected);
		assertArrayEquals(expected, Arrays.copyOf(RadixSort.sort(keys.clone(), count), count));
	}

	@Property
	void scoreKeysTurnTheOrderRound(@ForAll final float a, @ForAll final float b) {
		assertEquals(Integer.compare(ScoreKeys.keyOf(b), ScoreKeys.keyOf(a)), Float.compare(a + 0f, b + 0f));
		assertEquals(a + 0f, ScoreKeys.scoreOf(ScoreKeys.keyOf(a)));
	}

	@Test
	void scoreKeysOfSpecialScores() {
		assertEquals(ScoreKeys.keyOf(0f), ScoreKeys.keyOf(-0f));
		final float[] ascending = { Float.NEGATIVE_INFINITY, -Float.MAX_VALUE, -1, -Float.MIN_VALUE, 0, Float.MIN_VALUE, 1, Float.MAX_VALUE,
			Float.POSITIVE_INFINITY };
		for (int i = 1; i < ascending.length; i++)
			assertEquals(1, Integer.compare(ScoreKeys.keyOf(ascending[i - 1]), ScoreKeys.keyOf(ascending[i])));
	}
}
