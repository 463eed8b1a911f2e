package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.anomalyflow.calibration.GoodReadings.Part;
import org.anomalyflow.threshold.ScoreScale;
import org.junit.jupiter.api.Test;

class FoldShiftTest {

	private static SortedMap<Integer, Part> parts(final double... scores) {
		final SortedMap<Integer, Part> parts = new TreeMap<>();
		for (int i = 0; i < scores.length; i++)
			parts.put(i, new Part((float) scores[i], new float[] { (float) (2 * scores[i]) }, (float) scores[i] / 2));
		return parts;
	}

	/** Energies that all fall by half: the shift halves others, too, levels and medians alike. */
	@Test
	void aCommonFactorIsFound() {
		final FoldShift shift = new FoldShift(ScoreScale.ENERGY, parts(2, 4, 8), parts(1, 2, 4));
		assertTrue(shift.isReliable());
		final Part moved = shift.apply(new Part(6, new float[] { 10 }, 3));
		assertEquals(3, moved.score(), 1e-5);
		assertEquals(5, moved.levels()[0], 1e-5);
		assertEquals(1.5, moved.median(), 1e-5);
	}

	/** Where changes differ, their mean and one standard error are taken: chance rather raises thresholds. */
	@Test
	void chanceRaisesRatherThanLowers() {
		final FoldShift shift = new FoldShift(ScoreScale.REAL, parts(0, 10, 20), parts(1, 11, 24));
		assertTrue(shift.isReliable());
		assertEquals(5 + 2 + 1, shift.apply(new Part(5, new float[] { 0 }, 0)).score(), 1e-5);
	}

	@Test
	void scoresThatAreTornApartAreNotReliable() {
		assertFalse(new FoldShift(ScoreScale.REAL, parts(0, 1, 2), parts(5, 0, 9)).isReliable());
		assertFalse(new FoldShift(ScoreScale.REAL, parts(1), parts(2)).isReliable(), "one part cannot tell");
	}

	@Test
	void foldsAreAsLongAsThePlanSays() {
		final List<int[]> folds = List.of(IntStream.range(0, 8).toArray(), IntStream.range(8, 16).toArray());
		final FoldPlan plan = FoldPlan.of(folds, 16, 20, 4, true, 16);
		// 16 images in batches of 4 are 4 steps an epoch, 8 images 2: as many steps take twice as many epochs
		assertEquals(40, plan.epochs(0));
		assertEquals(8, plan.epochs(1));
		assertEquals(8, plan.shortEpochs(0));
		assertEquals(80 + 16, plan.steps());
		assertEquals(40, plan.allToTheEnd().epochs(1));
		assertTrue(FoldPlan.of(folds, 16, 5, 4, true, 16).toTheEnd(), "20 steps are few");
		assertTrue(FoldPlan.of(folds, 16, 20, 4, true, 2).toTheEnd(), "folds of one part");
	}
}
