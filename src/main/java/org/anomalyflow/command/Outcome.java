package org.anomalyflow.command;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.InvalidParameterException;

/** How a command or macro ended, and the exit code that says so. */
public enum Outcome {

	DONE(0), PARTLY_FAILED(3), FAILED(1), WRONG_USAGE(2), INTERRUPTED(130);

	private final int exitCode;

	Outcome(final int exitCode) {
		this.exitCode = exitCode;
	}

	/** The exit code of a process that ends so. */
	public int exitCode() {
		return exitCode;
	}

	/** The outcome of a command that threw. */
	public static Outcome of(final AnomalyFlowException failure) {
		if (failure instanceof CancelledException)
			return INTERRUPTED;
		return failure instanceof InvalidParameterException ? WRONG_USAGE : FAILED;
	}

	/** The one to report of two: the later in the order of this enumeration. */
	public Outcome worse(final Outcome other) {
		return compareTo(other) >= 0 ? this : other;
	}
}
