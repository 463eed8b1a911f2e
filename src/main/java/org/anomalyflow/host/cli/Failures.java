package org.anomalyflow.host.cli;

import java.io.PrintStream;

import org.anomalyflow.command.Outcome;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Texts;

/** Tells failures on standard error and remembers the exit code; stack traces only for {@code ANOMALY_FLOW_DEBUG=1}. */
final class Failures {

	private static final boolean DEBUG = "1".equals(System.getenv("ANOMALY_FLOW_DEBUG"));

	private final PrintStream err;
	private final TerminalProgress progress;
	private Outcome outcome = Outcome.DONE;

	Failures(final PrintStream err, final TerminalProgress progress) {
		this.err = err;
		this.progress = progress;
	}

	/** Reports a failure and its kind. */
	void report(final AnomalyFlowException failure) {
		report(Outcome.of(failure), failure.getMessage(), failure);
	}

	/** Reports work of which some items failed. */
	void reportPartly(final String summary) {
		report(Outcome.PARTLY_FAILED, summary, null);
	}

	/** Reports anything else; {@code cause} may be null. */
	void report(final Outcome kind, final String message, final Throwable cause) {
		progress.endLine();
		err.println(Texts.printable(message));
		if (DEBUG && cause != null)
			cause.printStackTrace(err);
		outcome = outcome.worse(kind);
	}

	Outcome outcome() {
		return outcome;
	}
}
