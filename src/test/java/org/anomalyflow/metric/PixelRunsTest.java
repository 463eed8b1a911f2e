package org.anomalyflow.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

/** Sets of pixels as runs against the same sets as masks. */
class PixelRunsTest {

	private static boolean[] random(final long seed, final int pixels, final int percent) {
		final Random random = new Random(seed);
		final boolean[] mask = new boolean[pixels];
		for (int i = 0; i < pixels; i++)
			mask[i] = random.nextInt(100) < percent;
		return mask;
	}

	@Property(tries = 200)
	void runsHoldWhatTheMaskHolds(@ForAll final long seed, @ForAll @IntRange(min = 1, max = 40) final int width,
		@ForAll @IntRange(min = 1, max = 30) final int height, @ForAll @IntRange(max = 100) final int percent)
	{
		final boolean[] mask = random(seed, width * height, percent);
		final PixelRuns runs = PixelRuns.of(mask, width, height);
		assertArrayEquals(mask, runs.toMask());
		int count = 0;
		for (int i = 0; i < mask.length; i++) {
			count += mask[i] ? 1 : 0;
			assertEquals(mask[i], runs.contains(i % width, i / width));
			assertEquals(mask[i], runs.row(i / width)[i % width]);
		}
		assertEquals(count, runs.count());
		assertEquals(count == 0, runs.isEmpty());
		final boolean[] other = random(seed + 1, width * height, percent);
		final PixelRuns others = PixelRuns.of(other, width, height);
		for (int i = 0; i < mask.length; i++) {
			assertEquals(mask[i] && other[i], runs.and(others).contains(i % width, i / width));
			assertEquals(mask[i] || other[i], runs.or(others).contains(i % width, i / width));
			assertEquals(mask[i] && !other[i], runs.without(others).contains(i % width, i / width));
		}
	}

	@Property(tries = 200)
	void regionsAreThoseOfTheMask(@ForAll final long seed, @ForAll @IntRange(min = 1, max = 40) final int width,
		@ForAll @IntRange(min = 1, max = 30) final int height, @ForAll @IntRange(max = 100) final int percent)
	{
		final boolean[] mask = random(seed, width * height, percent);
		final ConnectedComponents expected = ConnectedComponents.label(mask, width, height);
		final RunComponents found = RunComponents.label(PixelRuns.of(mask, width, height));
		assertEquals(expected.count(), found.count());
		final int[] labels = new int[mask.length];
		found.forEach((label, y, start, end) -> {
			for (int x = start; x < end; x++)
				labels[y * width + x] = label;
		});
		assertArrayEquals(expected.labels(), labels);
		final boolean[] large = new boolean[mask.length];
		for (int i = 0; i < large.length; i++)
			large[i] = labels[i] > 0 && expected.sizes()[labels[i] - 1] >= 4;
		assertArrayEquals(large, found.withoutSmall(4).toMask());
	}

	@Test
	void rectanglesMayReachBeyondTheImage() {
		final PixelRuns runs = new PixelRuns.Builder(10, 5).add(1, 3, 5).add(4, 9, 10).build();
		assertTrue(runs.intersects(-5, -5, 9, 7));
		assertFalse(runs.intersects(-5, -5, 8, 100), "ends before the run");
		assertFalse(runs.intersects(5, 0, 4, 100), "between both");
		assertTrue(runs.intersects(9, 4, 100, 100));
		assertFalse(runs.intersects(0, 5, 10, 10));
		assertEquals(50, PixelRuns.all(10, 5).count());
	}

	@Test
	void runsComeInOrder() {
		final PixelRuns.Builder builder = new PixelRuns.Builder(10, 5).add(1, 3, 5).add(1, 5, 7);
		assertEquals(1, builder.build().runs(), "neighbours are one run");
		assertThrows(InvalidParameterException.class, () -> builder.add(1, 6, 8));
		assertThrows(InvalidParameterException.class, () -> builder.add(0, 0, 1));
		assertThrows(InvalidParameterException.class, () -> builder.add(2, 5, 11));
		assertThrows(InvalidParameterException.class, () -> builder.add(5, 0, 1));
		assertThrows(InvalidParameterException.class, () -> PixelRuns.all(10, 5).and(PixelRuns.all(5, 10)));
		assertThrows(InvalidParameterException.class, () -> PixelRuns.of(new boolean[3], 2, 2));
	}
}
