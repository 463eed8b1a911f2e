package org.anomalyflow.metric;

import java.util.OptionalDouble;

/**
 * Counts at one threshold, for images or for pixels.
 *
 * @param threshold the threshold, in units of the score
 * @param rule what happens to a score that equals the threshold
 * @param truePositives defective and alarmed
 * @param falsePositives good and alarmed
 * @param falseNegatives defective and not alarmed
 * @param trueNegatives good and not alarmed
 */
public record Confusion(double threshold, AlarmRule rule, long truePositives, long falsePositives, long falseNegatives,
	long trueNegatives)
{

	/** Share of the good ones that are alarmed, FP / (FP + TN), 0 to 1; empty without good ones. */
	public OptionalDouble falseAlarmRate() {
		return share(falsePositives, falsePositives + trueNegatives);
	}

	/** Share of the defective ones that are not alarmed, FN / (TP + FN), 0 to 1; empty without defective ones. */
	public OptionalDouble missRate() {
		return share(falseNegatives, truePositives + falseNegatives);
	}

	/** Share of the alarms that are defective, TP / (TP + FP), 0 to 1; empty without alarms. */
	public OptionalDouble precision() {
		return share(truePositives, truePositives + falsePositives);
	}

	/** Share of the defective ones that are alarmed, TP / (TP + FN), 0 to 1; empty without defective ones. */
	public OptionalDouble recall() {
		return share(truePositives, truePositives + falseNegatives);
	}

	/** F1 = 2 TP / (2 TP + FP + FN), 0 to 1; empty where there is neither a defect nor an alarm. */
	public OptionalDouble f1() {
		return share(2 * truePositives, 2 * truePositives + falsePositives + falseNegatives);
	}

	private static OptionalDouble share(final long part, final long whole) {
		return whole == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) part / whole);
	}
}
