package org.anomalyflow.training.defect;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;

import org.junit.jupiter.api.Test;

class DefectMaskTest {

	private static final int SIDE = 64;

	private static boolean[] everywhere() {
		final boolean[] all = new boolean[SIDE * SIDE];
		Arrays.fill(all, true);
		return all;
	}

	private static int count(final boolean[] mask) {
		int count = 0;
		for (final boolean pixel : mask)
			count += pixel ? 1 : 0;
		return count;
	}

	@Test
	void masksAreThereAndSeldomLarge() {
		double share = 0;
		int windows = 0;
		for (int seed = 0; seed < 200; seed++) {
			final boolean[] mask = DefectMask.draw(SIDE, 5, everywhere(), new SplittableRandom(seed));
			assertTrue(count(mask) >= 16, "seed " + seed);
			assertTrue(count(mask) < SIDE * SIDE / 2, "seed " + seed);
			share += count(mask) / (200.0 * SIDE * SIDE);
			windows += extent(mask) <= SIDE / 2 ? 1 : 0;
		}
		assertTrue(share > 0.01 && share < 0.15, "mean share " + share);
		assertTrue(windows > 55, windows + " of 200 within half of the image");
	}

	/** The longer side of the box around a mask. */
	private static int extent(final boolean[] mask) {
		int left = SIDE;
		int right = -1;
		int top = SIDE;
		int bottom = -1;
		for (int i = 0; i < mask.length; i++)
			if (mask[i]) {
				left = Math.min(left, i % SIDE);
				right = Math.max(right, i % SIDE);
				top = Math.min(top, i / SIDE);
				bottom = Math.max(bottom, i / SIDE);
			}
		return Math.max(right - left, bottom - top) + 1;
	}

	@Test
	void staysInsideTheAreaAndRepeats() {
		final boolean[] left = new boolean[SIDE * SIDE];
		for (int i = 0; i < left.length; i++)
			left[i] = i % SIDE < SIDE / 2;
		for (int seed = 0; seed < 20; seed++) {
			final boolean[] mask = DefectMask.draw(SIDE, 5, left, new SplittableRandom(seed));
			for (int i = 0; i < mask.length; i++)
				assertFalse(mask[i] && !left[i]);
			assertArrayEquals(mask, DefectMask.draw(SIDE, 5, left, new SplittableRandom(seed)));
		}
		assertEquals(0, count(DefectMask.draw(SIDE, 5, new boolean[SIDE * SIDE], new SplittableRandom(1))), "nothing may become defective");
	}

	/** Of a grid of many cells along one axis and one along the other, spots are long. */
	@Test
	void finerGridsMakeMoreSpots() {
		assertTrue(spots(32) > 4 * spots(2), spots(32) + " and " + spots(2));
	}

	/** Changes along all rows, of several masks. */
	private static int spots(final int cells) {
		int changes = 0;
		for (int seed = 0; seed < 20; seed++) {
			final boolean[] mask = DefectMask.noise(SIDE, cells, cells, new SplittableRandom(seed));
			for (int i = 1; i < mask.length; i++)
				changes += mask[i] == mask[i - 1] ? 0 : 1;
		}
		return changes;
	}
}
