package org.anomalyflow.metric;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Random;

import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ConnectedComponentsTest {

	@Test
	void shapesThatNeedMerging() {
		final String picture = "" + //
			"#.#...#." + //
			"#.#..#.#" + //
			"###...#." + //
			"........" + //
			".#####.." + //
			".#...#.." + //
			".#.#.#.." + //
			".#...#.." + //
			".#####..";
		final int[] expected = { //
			1, 0, 1, 0, 0, 0, 2, 0, //
			1, 0, 1, 0, 0, 2, 0, 2, //
			1, 1, 1, 0, 0, 0, 2, 0, //
			0, 0, 0, 0, 0, 0, 0, 0, //
			0, 3, 3, 3, 3, 3, 0, 0, //
			0, 3, 0, 0, 0, 3, 0, 0, //
			0, 3, 0, 4, 0, 3, 0, 0, //
			0, 3, 0, 0, 0, 3, 0, 0, //
			0, 3, 3, 3, 3, 3, 0, 0 };
		final ConnectedComponents components = ConnectedComponents.label(mask(picture), 8, 9);
		assertArrayEquals(expected, components.labels());
		assertEquals(4, components.count());
		assertArrayEquals(new int[]{ 7, 4, 16, 1 }, components.sizes());
	}

	private static boolean[] mask(final String picture) {
		final boolean[] mask = new boolean[picture.length()];
		for (int i = 0; i < mask.length; i++)
			mask[i] = picture.charAt(i) == '#';
		return mask;
	}

	/** Isolated pixels at every other place: as many provisional labels as there can be. */
	@Test
	void everyOtherPixel() {
		final byte[] mask = new byte[7 * 9];
		for (int y = 0; y < 9; y += 2)
			for (int x = 0; x < 7; x += 2)
				mask[y * 7 + x] = (byte) 255;
		assertEquals(20, ConnectedComponents.label(mask, 7, 9).count());
	}

	@Test
	void sizesMustFit() {
		assertThrows(InvalidParameterException.class, () -> ConnectedComponents.label(new byte[5], 2, 3));
		assertThrows(InvalidParameterException.class, () -> ConnectedComponents.label(new byte[0], 0, 3));
	}

	@Property(tries = 500)
	void agreesWithFloodFill(@ForAll @IntRange(min = 1, max = 20) final int width, @ForAll @IntRange(min = 1, max = 20) final int height,
		@ForAll final long seed)
	{
		final Random random = new Random(seed);
		final double density = random.nextDouble();
		final boolean[] mask = new boolean[width * height];
		for (int i = 0; i < mask.length; i++)
			mask[i] = random.nextDouble() < density;
		final int[] expected = new int[mask.length];
		int count = 0;
		for (int i = 0; i < mask.length; i++)
			if (mask[i] && expected[i] == 0)
				fill(mask, expected, i, ++count, width, height);
		final ConnectedComponents components = ConnectedComponents.label(mask, width, height);
		assertArrayEquals(expected, components.labels());
		assertEquals(count, components.count());
		for (int label = 1; label <= count; label++) {
			final int wanted = label;
			assertEquals(Arrays.stream(expected).filter(l -> l == wanted).count(), components.sizes()[label - 1]);
		}
	}

	private static void fill(final boolean[] mask, final int[] labels, final int start, final int label, final int width, final int height) {
		final Deque<Integer> open = new ArrayDeque<>();
		open.push(start);
		labels[start] = label;
		while (!open.isEmpty()) {
			final int i = open.pop();
			for (int y = Math.max(0, i / width - 1); y <= Math.min(height - 1, i / width + 1); y++)
				for (int x = Math.max(0, i % width - 1); x <= Math.min(width - 1, i % width + 1); x++) {
					final int j = y * width + x;
					if (mask[j] && labels[j] == 0) {
						labels[j] = label;
						open.push(j);
					}
				}
		}
	}
}
