package org.anomalyflow.metric;

import java.util.OptionalDouble;

/**
 * What a set of scores is worth over all thresholds, for images or for pixels. All values but the thresholds lie between
 * 0 and 1; all of them are empty unless there is at least one positive and one negative.
 *
 * @param positives how many are defective (P)
 * @param negatives how many are good (N)
 * @param auroc area under the ROC curve: P(s+ &gt; s-) + P(s+ = s-) / 2, the trapezoid over the distinct scores (Hanley
 *          and McNeil, Radiology 143, 1982)
 * @param averagePrecision sum of (R_k - R_k-1) P_k over the distinct scores, descending, not interpolated
 * @param f1Max largest 2 TP / (2 TP + FP + FN); an oracle, since its threshold has seen the labels
 * @param f1MaxThreshold the lowest of the thresholds (score &gt;= threshold) that reach {@code f1Max}
 * @param bestIou largest TP / (TP + FP + FN); reached at the same threshold, for IoU = F1 / (2 - F1) grows with F1
 * @param tprAt5Fpr largest attainable true-positive rate with FP / N &lt;= 0.05; 0 if no threshold is that strict
 * @param tprAt5FprThreshold the lowest threshold with FP / N &lt;= 0.05, where {@code tprAt5Fpr} is reached; positive
 *          infinity if there is none
 * @param tprAt5FprInterpolated true-positive rate on the ROC polygon at FP / N = 0.05, the upper end of a vertical step
 */
public record RankingMetrics(long positives, long negatives, OptionalDouble auroc, OptionalDouble averagePrecision, OptionalDouble f1Max,
	OptionalDouble f1MaxThreshold, OptionalDouble bestIou, OptionalDouble tprAt5Fpr, OptionalDouble tprAt5FprThreshold,
	OptionalDouble tprAt5FprInterpolated)
{

	/** The metrics of data that lack a class. */
	static RankingMetrics undefined(final long positives, final long negatives) {
		final OptionalDouble none = OptionalDouble.empty();
		return new RankingMetrics(positives, negatives, none, none, none, none, none, none, none, none);
	}
}
