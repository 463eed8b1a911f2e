package org.anomalyflow.util;

/** The user cancelled the work; front ends report it quietly (exit code 130). */
public class CancelledException extends AnomalyFlowException {

	private static final long serialVersionUID = 1L;

	public CancelledException(final String work) {
		super(work + " was cancelled");
	}
}
