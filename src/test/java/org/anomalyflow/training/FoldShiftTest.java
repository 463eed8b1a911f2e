package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

import org.anomalyflow.calibration.GoodPredictions.Part;
import org.anomalyflow.threshold.ScoreScale;
import org.junit.jupiter.api.Test;

class FoldShiftTest {

	private static SortedMap<Integer, Part> parts(final double... scores) {
		final SortedMap<Integer, Part> parts = new TreeMap<>();
		for (int i = 0; i < scores.length; i++)
			parts.put(i, new Part((float) scores[i], new float[]{ (float) (2 * scores[i]) }, (float) scores[i] / 2));
		return parts;
	}

	/** Energies that all fall by half: the shift halves others, too, levels and medians alike. */
	@Test
	void aCommonFactorIsFound() {
		final FoldShift shift = new FoldShift(ScoreScale.ENERGY, parts(2, 4, 8), parts(1, 2, 4));
		assertTrue(shift.isReliable());
		final Part moved = shift.apply(new Part(6, new float[]{ 10 }, 3));
		assertEquals(3, moved.score(), 1e-5);
		assertEquals(5, moved.levels()[0], 1e-5);
		assertEquals(1.5, moved.median(), 1e-5);
	}

	/** Where changes differ, their mean and one standard error are taken: chance rather raises thresholds. */
	@Test
	void chanceRaisesRatherThanLowers() {
		final FoldShift shift = new FoldShift(ScoreScale.REAL, parts(0, 10, 20), parts(1, 11, 24));
		assertTrue(shift.isReliable());
		assertEquals(5 + 2 + 1, shift.apply(new Part(5, new float[]{ 0 }, 0)).score(), 1e-5);
	}

	/** Score, each level and the median have their own change. */
	@Test
	void eachNumberIsMovedByItsOwnChange() {
		final SortedMap<Integer, Part> early = new TreeMap<>();
		final SortedMap<Integer, Part> late = new TreeMap<>();
		for (int part = 0; part < 3; part++) {
			early.put(part, new Part(10 * part, new float[]{ 20 * part, 30 * part }, part));
			late.put(part, new Part(10 * part + 1, new float[]{ 20 * part + 2, 30 * part + 3 }, part + 4));
		}
		final Part moved = new FoldShift(ScoreScale.REAL, early, late).apply(new Part(0, new float[]{ 0, 0 }, 0));
		assertEquals(1, moved.score(), 1e-5);
		assertArrayEquals(new float[]{ 2, 3 }, moved.levels(), 1e-5f);
		assertEquals(4, moved.median(), 1e-5);
	}

	/** The scores 0, 10, 20 have a deviation of 10, the changes -d, 0, d one of d. */
	@Test
	void changesMaySpreadHalfAsFarAsScores() {
		assertTrue(new FoldShift(ScoreScale.REAL, parts(0, 10, 20), parts(-4.9, 10, 24.9)).isReliable());
		assertFalse(new FoldShift(ScoreScale.REAL, parts(0, 10, 20), parts(-5.1, 10, 25.1)).isReliable());
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
