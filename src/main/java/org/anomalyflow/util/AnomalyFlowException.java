package org.anomalyflow.util;

/**
 * The root of all failures that Anomaly Flow reports to its users. The message is meant to be read by somebody who
 * never sees a stack trace: it names what was found, what is allowed and, where known, the next step.
 */
public class AnomalyFlowException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	public AnomalyFlowException(final String message) {
		super(message);
	}

	public AnomalyFlowException(final String message, final Throwable cause) {
		super(message, cause);
	}
}
