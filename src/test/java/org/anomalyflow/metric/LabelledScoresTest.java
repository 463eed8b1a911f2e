package org.anomalyflow.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.Random;

import org.anomalyflow.util.InvalidParameterException;
import org.junit.jupiter.api.Test;

/** Bootstrap intervals, curves and wrong input of {@link LabelledScores}. */
class LabelledScoresTest {

	@Test
	void zeroAndMinusZeroAreOneScore() {
		final RankingMetrics metrics = LabelledScores.of(new double[]{ 0.0, -0.0 }, new boolean[]{ true, false }).metrics();
		assertEquals(0.5, metrics.auroc().getAsDouble());
		final LabelledScores data = LabelledScores.of(new double[]{ 0.0, -0.0 }, new boolean[]{ true, false });
		assertEquals(new Interval(0.5, 0.5), data.intervals(100, 0.95, 1).auroc().orElseThrow());
	}

	/** One of twenty good images above the defective one: exactly 5 %, which in doubles is a matter of luck. */
	@Test
	void fivePercentIsAllowed() {
		final double[] scores = new double[21];
		final boolean[] labels = new boolean[21];
		scores[0] = 2;
		scores[1] = 1;
		labels[1] = true;
		final RankingMetrics metrics = LabelledScores.of(scores, labels).metrics();
		assertEquals(1, metrics.tprAt5Fpr().getAsDouble());
		assertEquals(1, metrics.tprAt5FprThreshold().getAsDouble());
		assertEquals(1, metrics.tprAt5FprInterpolated().getAsDouble());
	}

	@Test
	void infiniteScoresAreRanked() {
		final double[] scores = { Double.POSITIVE_INFINITY, 1, Double.NEGATIVE_INFINITY };
		final RankingMetrics metrics = LabelledScores.of(scores, new boolean[]{ true, false, false }).metrics();
		assertEquals(1, metrics.auroc().getAsDouble());
	}

	@Test
	void wrongInputIsNamed() {
		final InvalidParameterException nan = assertThrows(InvalidParameterException.class,
			() -> LabelledScores.of(new float[]{ 1, Float.NaN }, new boolean[2]));
		assertTrue(nan.getMessage().contains("score 2 of 2"), nan.getMessage());
		assertThrows(InvalidParameterException.class, () -> LabelledScores.of(new float[3], new boolean[2]));
	}

	@Test
	void noScoresAreUndefined() {
		final LabelledScores none = LabelledScores.of(new float[0], new boolean[0]);
		assertTrue(none.metrics().auroc().isEmpty());
		assertTrue(none.at(0, AlarmRule.AT_LEAST).f1().isEmpty());
		assertEquals(0, none.curves().roc().size());
	}

	@Test
	void intervalsAreRepeatable() {
		final LabelledScores data = gaussian(60, 40, 1, 3);
		assertEquals(data.intervals(500, 0.95, 7), data.intervals(500, 0.95, 7));
		assertTrue(!data.intervals(500, 0.95, 7).equals(data.intervals(500, 0.95, 8)));
	}

	@Test
	void intervalsAreNarrowerAtALowerLevel() {
		final LabelledScores data = gaussian(60, 40, 1, 3);
		final Interval wide = data.intervals(1000, 0.95, 7).auroc().orElseThrow();
		final Interval narrow = data.intervals(1000, 0.5, 7).auroc().orElseThrow();
		assertTrue(wide.lower() < narrow.lower() && narrow.upper() < wide.upper(), wide + " " + narrow);
	}

	@Test
	void perfectSeparationHasNoSpread() {
		final LabelledScores data = LabelledScores.of(new float[]{ 1, 2, 3, 4 }, new boolean[]{ false, false, true, true });
		final Optional<Interval> one = Optional.of(new Interval(1, 1));
		assertEquals(new ImageIntervals(one, one, one), data.intervals(200, 0.95, 1));
	}

	@Test
	void oneClassHasNoIntervals() {
		final ImageIntervals none = LabelledScores.of(new float[5], new boolean[5]).intervals(200, 0.95, 1);
		assertEquals(new ImageIntervals(Optional.empty(), Optional.empty(), Optional.empty()), none);
	}

	@Test
	void intervalsRejectWrongArguments() {
		final LabelledScores data = gaussian(5, 5, 1, 3);
		assertThrows(InvalidParameterException.class, () -> data.intervals(99, 0.95, 1));
		assertThrows(InvalidParameterException.class, () -> data.intervals(200, 1, 1));
	}

	/**
	 * Two Gaussians one apart have AUROC Phi(1 / sqrt 2) = 0.76025. With 60 against 60 the percentile interval is known to
	 * cover a little less than its level; 300 data sets tell 0.95 from 0.90 by more than three standard errors of 0.013.
	 */
	@Test
	void intervalsCoverTheTruth() {
		int covered = 0;
		for (int i = 0; i < 300; i++) {
			final Interval interval = gaussian(60, 60, 1, 1000 + i).intervals(400, 0.95, i).auroc().orElseThrow();
			if (interval.lower() <= 0.76025 && 0.76025 <= interval.upper())
				covered++;
		}
		assertTrue(covered >= 273 && covered <= 298, covered + " of 300");
	}

	@Test
	void thinnedCurvesKeepTheirArea() {
		final LabelledScores data = gaussian(30000, 20000, 1, 5);
		final Curves curves = data.curves();
		final Curve roc = curves.roc();
		assertTrue(roc.size() > 500 && roc.size() < 4500, roc.size() + " points");
		assertEquals(0, roc.x()[0]);
		assertEquals(Double.POSITIVE_INFINITY, roc.thresholds()[0]);
		assertEquals(1, roc.x()[roc.size() - 1]);
		assertEquals(1, roc.y()[roc.size() - 1]);
		// Each point left out is nearer than 1/1000 to a kept one.
		assertEquals(data.metrics().auroc().getAsDouble(), area(roc), 1e-3);
		assertEquals(data.metrics().averagePrecision().getAsDouble(), area(curves.precisionRecall()), 2e-3);
		assertEquals(0, curves.pro().size());
	}

	/** Up in steps finer than the resolution, then far to the right in one: the corner between them must be kept. */
	@Test
	void cornersSurviveThinning() {
		final float[] scores = new float[5000];
		final boolean[] labels = new boolean[5000];
		for (int i = 0; i < 1500; i++) {
			labels[i] = true;
			scores[i] = i == 0 ? -1 : i;
		}
		final LabelledScores data = LabelledScores.of(scores, labels);
		assertEquals(data.metrics().auroc().getAsDouble(), area(data.curves().roc()), 1e-9);
	}

	private static double area(final Curve curve) {
		double area = 0;
		for (int i = 1; i < curve.size(); i++)
			area += (curve.x()[i] - curve.x()[i - 1]) * (curve.y()[i] + curve.y()[i - 1]) / 2;
		return area;
	}

	private static LabelledScores gaussian(final int good, final int defective, final double shift, final long seed) {
		final Random random = new Random(seed);
		final double[] scores = new double[good + defective];
		final boolean[] labels = new boolean[good + defective];
		for (int i = 0; i < scores.length; i++) {
			labels[i] = i >= good;
			scores[i] = random.nextGaussian() + (labels[i] ? shift : 0);
		}
		return LabelledScores.of(scores, labels);
	}
}
