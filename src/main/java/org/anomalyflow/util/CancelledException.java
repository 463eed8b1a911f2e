package org.anomalyflow.util;

import java.util.Optional;

/** The user cancelled the work; front ends report it quietly (exit code 130). */
public class CancelledException extends AnomalyFlowException {

	private static final long serialVersionUID = 1L;
	private static final String SHUTDOWN = "Shutdown in progress";

	private final boolean discarding;

	public CancelledException(final String work) {
		this(work + " was cancelled", false);
	}

	private CancelledException(final String message, final boolean discarding) {
		super(message);
		this.discarding = discarding;
	}

	/** The user wants nothing of the work to be kept. */
	public static CancelledException discarding(final String work) {
		return new CancelledException(work + " was cancelled; nothing of it is kept", true);
	}

	/**
	 * The user stopped work that can be gone on with.
	 *
	 * @param done how much of it is done
	 */
	public static CancelledException resumable(final String work, final String done) {
		return new CancelledException(work + " was cancelled after " + done + ". To go on, give the same inputs and resume=true", false);
	}

	/** The user does not want a file to be written over. */
	public static CancelledException keeping(final Object file) {
		return new CancelledException("Nothing was done, and " + file + " is as it was", false);
	}

	/** Whether what is kept for going on is to be deleted. */
	public boolean isDiscarding() {
		return discarding;
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
		return unforeseen && progress.isCancelled() || comesFromShutdown(failure)
			? Optional.of(new CancelledException(work))
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
