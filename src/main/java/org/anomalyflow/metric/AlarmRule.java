package org.anomalyflow.metric;

/** Whether a score that equals the threshold raises the alarm. */
public enum AlarmRule {

	/** Alarm when score &gt;= threshold: the rule of every threshold that Anomaly Flow stores. */
	AT_LEAST(">="),

	/** Alarm when score &gt; threshold, as conformal thresholds are written in the literature. */
	ABOVE(">");

	private final String symbol;

	AlarmRule(final String symbol) {
		this.symbol = symbol;
	}

	/** {@code >=} or {@code >}. */
	public String symbol() {
		return symbol;
	}

	/** Whether {@code score} raises the alarm; false if either is NaN. */
	public boolean alarms(final double score, final double threshold) {
		return this == AT_LEAST ? score >= threshold : score > threshold;
	}
}
