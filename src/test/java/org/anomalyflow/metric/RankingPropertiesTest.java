package org.anomalyflow.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** Image metrics against the definitions, computed pair by pair and threshold by threshold on inputs full of ties. */
class RankingPropertiesTest {

	/** Sums of at most forty terms between 0 and 1. */
	private static final double TOLERANCE = 1e-12;

	@Property(tries = 300)
	void agreesWithDefinitions(@ForAll @Size(min = 2, max = 40) final int[] raw, @ForAll @IntRange(min = 1, max = 12) final int distinct,
		@ForAll final long seed)
	{
		final double[] scores = Arrays.stream(raw).mapToDouble(v -> Math.floorMod(v, distinct) - 3).toArray();
		final boolean[] labels = labels(scores.length, seed);
		final RankingMetrics metrics = LabelledScores.of(scores, labels).metrics();
		final long positives = IntStream.range(0, labels.length).filter(i -> labels[i]).count();
		assertEquals(positives, metrics.positives());
		assertEquals(labels.length - positives, metrics.negatives());
		if (positives == 0 || positives == labels.length) {
			assertTrue(metrics.auroc().isEmpty() && metrics.f1Max().isEmpty() && metrics.tprAt5Fpr().isEmpty());
			return;
		}
		assertEquals(bruteAuroc(scores, labels), metrics.auroc().getAsDouble(), TOLERANCE);
		assertAgreesOverThresholds(scores, labels, metrics);
	}

	private static double bruteAuroc(final double[] scores, final boolean[] labels) {
		double wins = 0;
		long pairs = 0;
		for (int i = 0; i < scores.length; i++)
			for (int j = 0; j < scores.length; j++)
				if (labels[i] && !labels[j]) {
					pairs++;
					wins += scores[i] > scores[j] ? 1 : scores[i] == scores[j] ? 0.5 : 0;
				}
		return wins / pairs;
	}

	private static void assertAgreesOverThresholds(final double[] scores, final boolean[] labels, final RankingMetrics metrics) {
		final double[] ascending = Arrays.stream(scores).sorted().distinct().toArray();
		double ap = 0;
		double recallAbove = 0;
		double iou = 0;
		double strictTpr = 0;
		double strictThreshold = Double.POSITIVE_INFINITY;
		Confusion best = null;
		for (int i = ascending.length - 1; i >= 0; i--) {
			final Confusion here = count(scores, labels, ascending[i]);
			final double recall = here.recall().getAsDouble();
			ap += (recall - recallAbove) * here.precision().getAsDouble();
			recallAbove = recall;
			final long union = here.truePositives() + here.falsePositives() + here.falseNegatives();
			iou = Math.max(iou, (double) here.truePositives() / union);
			if (20 * here.falsePositives() <= metrics.negatives()) {
				strictTpr = recall;
				strictThreshold = ascending[i];
			}
			// In exact fractions, and lower thresholds come later.
			if (best == null || f1Numerator(here) * f1Denominator(best) >= f1Numerator(best) * f1Denominator(here))
				best = here;
		}
		assertEquals(ap, metrics.averagePrecision().getAsDouble(), TOLERANCE);
		assertEquals(iou, metrics.bestIou().getAsDouble(), TOLERANCE);
		assertEquals(best.f1().getAsDouble(), metrics.f1Max().getAsDouble(), TOLERANCE);
		assertEquals(best.threshold(), metrics.f1MaxThreshold().getAsDouble());
		assertEquals(strictTpr, metrics.tprAt5Fpr().getAsDouble(), TOLERANCE);
		assertEquals(strictThreshold, metrics.tprAt5FprThreshold().getAsDouble());
	}

	private static long f1Numerator(final Confusion c) {
		return 2 * c.truePositives();
	}

	private static long f1Denominator(final Confusion c) {
		return 2 * c.truePositives() + c.falsePositives() + c.falseNegatives();
	}

	private static Confusion count(final double[] scores, final boolean[] labels, final double threshold) {
		final long[] counts = new long[4];
		for (int i = 0; i < scores.length; i++)
			counts[(labels[i] ? 0 : 1) + (scores[i] >= threshold ? 0 : 2)]++;
		return new Confusion(threshold, AlarmRule.AT_LEAST, counts[0], counts[1], counts[2], counts[3]);
	}

	@Property(tries = 100)
	void ignoresMonotoneMapsAndOrder(@ForAll @Size(min = 2, max = 40) final short[] raw, @ForAll final long seed) {
		final boolean[] labels = labels(raw.length, seed);
		final int n = raw.length;
		final double[] scores = new double[n];
		final double[] mapped = new double[n];
		final boolean[] turned = new boolean[n];
		for (int i = 0; i < n; i++) {
			scores[i] = raw[i];
			mapped[n - 1 - i] = Math.pow(raw[i], 3) + 7;
			turned[n - 1 - i] = labels[i];
		}
		final RankingMetrics a = LabelledScores.of(scores, labels).metrics();
		final RankingMetrics b = LabelledScores.of(mapped, turned).metrics();
		assertEquals(a.auroc(), b.auroc());
		assertEquals(a.averagePrecision(), b.averagePrecision());
		assertEquals(a.f1Max(), b.f1Max());
	}

	@Property(tries = 100)
	void turningScoresRoundTurnsAurocRound(@ForAll @Size(min = 2, max = 40) final byte[] raw, @ForAll final long seed) {
		final boolean[] labels = labels(raw.length, seed);
		final float[] scores = new float[raw.length];
		final float[] negated = new float[raw.length];
		for (int i = 0; i < raw.length; i++) {
			scores[i] = raw[i];
			negated[i] = -scores[i]; // and so 0.0 becomes -0.0
		}
		final RankingMetrics a = LabelledScores.of(scores, labels).metrics();
		final RankingMetrics b = LabelledScores.of(negated, labels).metrics();
		if (a.auroc().isPresent())
			assertEquals(1 - a.auroc().getAsDouble(), b.auroc().getAsDouble(), TOLERANCE);
	}

	private static boolean[] labels(final int n, final long seed) {
		final Random random = new Random(seed);
		final double share = random.nextDouble();
		final boolean[] labels = new boolean[n];
		for (int i = 0; i < n; i++)
			labels[i] = random.nextDouble() < share;
		return labels;
	}
}
