package org.anomalyflow.metric;

import java.util.Arrays;

import org.anomalyflow.util.InvalidParameterException;

/**
 * Scores with known truth, as a rule one for each image: higher is more anomalous, true is defective. Scores may be any
 * number, infinite ones too, but not NaN; 0.0 and -0.0 are equal. With one class only, all metrics but the counts are
 * empty. Immutable.
 */
public final class LabelledScores {

	/** Both ascending and without -0.0, which the bootstrap would tell from 0.0. */
	private final double[] positives;
	private final double[] negatives;

	private LabelledScores(final double[] positives, final double[] negatives) {
		this.positives = positives;
		this.negatives = negatives;
		Arrays.sort(positives);
		Arrays.sort(negatives);
	}

	/**
	 * Takes the scores over; the arrays are copied.
	 *
	 * @param scores one for each image
	 * @param defective the same length; true where the image is defective
	 * @throws InvalidParameterException if the lengths differ or a score is NaN
	 */
	public static LabelledScores of(final double[] scores, final boolean[] defective) {
		if (scores.length != defective.length)
			throw new InvalidParameterException("scores", scores.length + " scores",
				"expected one for each of the " + defective.length + " labels");
		int count = 0;
		for (final boolean label : defective)
			count += label ? 1 : 0;
		final double[] positives = new double[count];
		final double[] negatives = new double[scores.length - count];
		int p = 0;
		int n = 0;
		for (int i = 0; i < scores.length; i++) {
			if (Double.isNaN(scores[i]))
				throw new InvalidParameterException("scores", "NaN",
					"score " + (i + 1) + " of " + scores.length + " is not a number; train again with a smaller learning rate or in float32");
			if (defective[i])
				positives[p++] = scores[i] + 0.0;
			else
				negatives[n++] = scores[i] + 0.0;
		}
		return new LabelledScores(positives, negatives);
	}

	/** As {@link #of(double[], boolean[])}; float32 scores keep their exact values and so their ties. */
	public static LabelledScores of(final float[] scores, final boolean[] defective) {
		final double[] exact = new double[scores.length];
		for (int i = 0; i < scores.length; i++)
			exact[i] = scores[i];
		return of(exact, defective);
	}

	/** AUROC, average precision, F1-max and the other metrics over all thresholds. */
	public RankingMetrics metrics() {
		final RankingSweep sweep = new RankingSweep(positives.length, negatives.length);
		forEachStep(sweep);
		return sweep.metrics();
	}

	/** The counts at one threshold. */
	public Confusion at(final double threshold, final AlarmRule rule) {
		final long tp = Arrays.stream(positives).filter(score -> rule.alarms(score, threshold)).count();
		final long fp = Arrays.stream(negatives).filter(score -> rule.alarms(score, threshold)).count();
		return new Confusion(threshold, rule, tp, fp, positives.length - tp, negatives.length - fp);
	}

	/** The ROC and precision-recall curves; the PRO curve has no points. */
	public Curves curves() {
		final CurveSweep sweep = new CurveSweep(positives.length, negatives.length, 0);
		forEachStep(sweep);
		return sweep.curves();
	}

	/**
	 * Percentile bootstrap intervals (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13): good and
	 * defective scores are drawn again with replacement, each class to its own size, and the metrics computed of each
	 * draw; the interval holds the middle {@code level} of them. It says how much the metric depends on which images
	 * happen to be in the test set, not how much on the training. The same arguments give the same intervals.
	 *
	 * @param resamples how many draws, at least 100; 1000 is usual
	 * @param level share of the draws inside, between 0 and 1; 0.95 is usual
	 * @param seed of the random numbers
	 * @throws InvalidParameterException if an argument is out of its range
	 */
	public ImageIntervals intervals(final int resamples, final double level, final long seed) {
		return new Bootstrap(positives, negatives).intervals(resamples, level, seed);
	}

	/** Merges the two sorted classes, from the highest score down. */
	private void forEachStep(final StepVisitor visitor) {
		int p = positives.length - 1;
		int n = negatives.length - 1;
		while (p >= 0 || n >= 0) {
			final double score = p < 0 ? negatives[n] : n < 0 ? positives[p] : Math.max(positives[p], negatives[n]);
			final int p0 = p;
			final int n0 = n;
			while (p >= 0 && positives[p] == score)
				p--;
			while (n >= 0 && negatives[n] == score)
				n--;
			visitor.step(score, p0 - p, n0 - n, 0);
		}
	}
}
