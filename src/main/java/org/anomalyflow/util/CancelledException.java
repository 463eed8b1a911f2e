package org.anomalyflow.util;

import java.util.Optional;

/** The user cancelled the work; front ends report it quietly (exit code 130). */
public class CancelledException extends AnomalyFlowException {

	private static final long serialVersionUID = 1L;
	private static final String SHUTDOWN = "Shutdown in progress";

	public CancelledException(final String work) {
		super(work + " was cancelled");
	}

	/**
	 * What to tell of a failure: that the work was cancelled, if nothing but that lies behind it. While a process ends, much
	 * of what other libraries try fails in ways of its own.
	 *
	 * @param failure what was thrown
	 * @param work what was being done, for the message
	 * @param progress whether the user asked to stop
	 * @return a cancellation, or empty if the failure is one of its own
	 */
	public static Optional<CancelledException> behind(final Throwable failure, final String work, final Progress progress) {
		if (failure instanceof CancelledException cancelled)
			return Optional.of(cancelled);
		final boolean unforeseen = !(failure instanceof AnomalyFlowException);
		return unforeseen && progress.isCancelled() || comesFromShutdown(failure) ? Optional.of(new CancelledException(work))
			: Optional.empty();
	}

	/** The Java machine refuses new hooks as soon as a signal has come, which may be before anybody was told of it. */
	private static boolean comesFromShutdown(final Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause())
			if (cause instanceof IllegalStateException && SHUTDOWN.equals(cause.getMessage()))
				return true;
		return false;
	}
}
