package org.anomalyflow.threshold;

/** What to do with an inspected part. */
public enum Decision {

	/** Good: the score is below both thresholds. */
	PASS("pass"),

	/** A person should look: the score lies between the thresholds. */
	REVIEW("review"),

	/** Defective: the score reaches the upper threshold. */
	REJECT("reject");

	private final String label;

	Decision(final String label) {
		this.label = label;
	}

	/** The name in tables. */
	public String label() {
		return label;
	}
}
