package org.anomalyflow.util;

/** Something went wrong that nobody has thought of: a fault of this software or of a library. Programs and terminals are told what it was. */
public class UnforeseenException extends AnomalyFlowException {

	/** What people at a screen are told; what it was belongs into the host's log. */
	public static final String IN_WORDS = "Something went wrong that was not foreseen, and the command has stopped. What it was is in the log. " +
		"Please report it there where you got Anomaly Flow, with what you did.";

	private static final long serialVersionUID = 1L;

	/** @param cause what was thrown */
	public UnforeseenException(final Throwable cause) {
		super("Something unforeseen happened: " + cause.getClass().getSimpleName() + ", " + Messages.reason(cause), cause);
	}
}
