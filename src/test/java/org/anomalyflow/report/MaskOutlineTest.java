package org.anomalyflow.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class MaskOutlineTest {

	@Test
	void aPixelHasFourSides() {
		assertEquals("M1 1h1M1 2h1M1 1v1M2 1v1",
			MaskOutline.path(new boolean[]{ false, false, false, false, true, false, false, false, false }, 3, 3));
	}

	@Test
	void aRectangleTouchingTheBorderIsClosed() {
		assertEquals("M0 0h2M0 1h2M0 0v1M2 0v1", MaskOutline.path(new boolean[]{ true, true }, 2, 1));
	}

	@Test
	void nothingHasNoOutline() {
		assertEquals("", MaskOutline.path(new boolean[4], 2, 2));
	}

	@Test
	void shrinkingKeepsASinglePixel() {
		final boolean[] mask = new boolean[25];
		mask[4 * 5 + 4] = true;
		assertArrayEquals(new boolean[]{ false, false, false, true }, MaskOutline.shrink(mask, 5, 5, 2, 2));
		assertArrayEquals(new boolean[]{ true, true }, MaskOutline.shrink(new boolean[]{ true }, 1, 1, 2, 1));
	}
}
