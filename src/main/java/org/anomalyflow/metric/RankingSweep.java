package org.anomalyflow.metric;

import java.util.OptionalDouble;

/**
 * Computes {@link RankingMetrics} while the threshold sinks. Counts and their products are exact in 64 bits as long as
 * there are at most 2^31 - 1 scores: the largest product is TP (P + TP + FP) &lt; 2^63.
 */
final class RankingSweep implements StepVisitor {

	/** 1 / 0.05: a whole number, so that FP / N &lt;= 0.05 is decided without rounding. */
	private static final long STRICTNESS = 20;

	private final long positives;
	private final long negatives;
	private long tp;
	private long fp;

	/** Pairs (negative, positive) in the right order, tied pairs half, all times two. */
	private long doubledPairs;
	private double precisionSum;
	private long bestTp;
	private long bestAlarms;
	private double bestThreshold = Double.POSITIVE_INFINITY;

	private long strictTp;
	private long strictFp;
	private double strictThreshold = Double.POSITIVE_INFINITY;
	private boolean strict = true;
	private double interpolated = 1;

	/**
	 * @param positives how many positives there will be in all
	 * @param negatives how many negatives there will be in all
	 */
	RankingSweep(final long positives, final long negatives) {
		this.positives = positives;
		this.negatives = negatives;
	}

	@Override
	public void step(final double score, final long newPositives, final long newNegatives, final double regionShare) {
		doubledPairs += newNegatives * (2 * tp + newPositives);
		tp += newPositives;
		fp += newNegatives;
		// Negatives alone lower both precision and F1, so only steps with positives can matter for them.
		if (newPositives > 0) {
			precisionSum += newPositives * (double) tp / (tp + fp);
			keepBest(score);
		}
		if (strict)
			followStrict(score);
	}

	/** Compares TP / (P + alarms), which is F1 / 2, as fractions; ">=" since later thresholds are lower. */
	private void keepBest(final double score) {
		final long alarms = tp + fp;
		if (tp * (positives + bestAlarms) >= bestTp * (positives + alarms)) {
			bestTp = tp;
			bestAlarms = alarms;
			bestThreshold = score;
		}
	}

	private void followStrict(final double score) {
		if (STRICTNESS * fp <= negatives) {
			strictTp = tp;
			strictFp = fp;
			strictThreshold = score;
			return;
		}
		strict = false;
		final double way = ((double) negatives / STRICTNESS - strictFp) / (fp - strictFp);
		interpolated = (strictTp + way * (tp - strictTp)) / positives;
	}

	/** The metrics of all steps seen. */
	RankingMetrics metrics() {
		if (positives == 0 || negatives == 0)
			return RankingMetrics.undefined(positives, negatives);
		return new RankingMetrics(positives, negatives, //
			OptionalDouble.of(doubledPairs / (2.0 * positives * negatives)), //
			OptionalDouble.of(precisionSum / positives), //
			OptionalDouble.of(2.0 * bestTp / (positives + bestAlarms)), //
			OptionalDouble.of(bestThreshold), //
			OptionalDouble.of((double) bestTp / (positives + bestAlarms - bestTp)), //
			OptionalDouble.of((double) strictTp / positives), //
			OptionalDouble.of(strictThreshold), //
			OptionalDouble.of(interpolated));
	}
}
