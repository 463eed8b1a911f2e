package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

class GoodPartsTest {

	private static GoodParts parts(final int count) {
		return new GoodParts(IntStream.range(0, count).toArray(), 1);
	}

	@Test
	void aSplitKeepsEnoughToTrain() {
		assertEquals(20, parts(100).heldOut(0.2).length);
		assertEquals(8, parts(32).heldOut(0.2).length);
		assertEquals(2, parts(6).heldOut(0.2).length);
		assertEquals(0, parts(4).heldOut(0.2).length);
		assertEquals(0, parts(100).heldOut(0).length);
		final AnomalyFlowException refused = assertThrows(AnomalyFlowException.class, () -> parts(3));
		assertTrue(refused.getMessage().contains("too few good images: 3"), refused.getMessage());
	}

	@Test
	void everyImageIsInOneFold() {
		for (final int count : new int[]{ 4, 9, 10, 23, 99 }) {
			final List<int[]> folds = parts(count).folds();
			assertEquals(count < 10 ? count : 5, folds.size());
			assertArrayEquals(IntStream.range(0, count).toArray(), folds.stream().flatMapToInt(IntStream::of).sorted().toArray());
			for (final int[] fold : folds)
				assertEquals(count - fold.length, parts(count).without(fold).length);
		}
	}

	/** Views of one part must not judge each other: they stay together, and count once. */
	@Test
	void imagesOfOnePartStayTogether() {
		final int[] part = IntStream.range(0, 60).map(image -> image / 3).toArray();
		final GoodParts parts = new GoodParts(part, 5);
		assertEquals(20, parts.count());
		for (final int[] fold : parts.folds()) {
			for (final int image : fold)
				assertEquals(3, IntStream.of(fold).filter(other -> part[other] == part[image]).count());
			assertArrayEquals(IntStream.range(0, 60).toArray(),
				IntStream.concat(IntStream.of(fold), IntStream.of(parts.without(fold))).sorted().toArray());
		}
		assertEquals(8 * 3, parts.heldOut(0.2).length);
		final AnomalyFlowException refused = assertThrows(AnomalyFlowException.class, () -> new GoodParts(new int[40], 1));
		assertTrue(refused.getMessage().contains("40, but of 1 parts only"), refused.getMessage());
	}

	@Test
	void theParameterIsReadOrRefused() {
		assertTrue(HoldOut.parse("auto").isCross(99));
		assertFalse(HoldOut.parse("auto").isCross(100));
		assertTrue(HoldOut.parse(" cross ").isCross(1000));
		assertFalse(HoldOut.parse("quick").isCross(20));
		assertEquals(0.2, HoldOut.parse("quick").share());
		assertEquals(0.35, HoldOut.parse("0.35").share());
		for (final String wrong : new String[]{ "", "none", "1", "-0.1", "NaN", "0.95", "5 folds" }) {
			final InvalidParameterException refused = assertThrows(InvalidParameterException.class, () -> HoldOut.parse(wrong));
			assertTrue(refused.getMessage().contains("cross"), refused.getMessage());
		}
	}
}
