package org.anomalyflow.util;

import java.util.Collection;

/** A parameter has a value that is not allowed; front ends report it as wrong usage (exit code 2). */
public class InvalidParameterException extends AnomalyFlowException {

	private static final long serialVersionUID = 1L;

	private final String parameter;
	private final String advice;

	/**
	 * @param parameter the parameter's public name, for example {@code image_size}
	 * @param value the value found; null reads as "missing"
	 * @param allowed what is allowed and, where known, the next step; completes the sentence "... is not allowed: "
	 */
	public InvalidParameterException(final String parameter, final Object value, final String allowed) {
		this(parameter, parameter + (value == null ? " is missing: " : "=" + value + " is not allowed: ") + allowed,
			(value == null ? "Missing: " : "Not allowed: ") + allowed);
	}

	private InvalidParameterException(final String parameter, final String message, final String advice) {
		super(message);
		this.parameter = parameter;
		this.advice = advice;
	}

	/**
	 * The failure of a name that is no parameter.
	 *
	 * @param parameter the name found
	 * @param owner what does not have it, for example the label of a command
	 * @param known the names of its parameters
	 */
	public static InvalidParameterException unknown(final String parameter, final String owner, final Collection<String> known) {
		final String message = parameter + " is not a parameter of " + owner + ", which has " + String.join(", ", known);
		return new InvalidParameterException(parameter, message, message);
	}

	/** The parameter's public name. */
	public String parameter() {
		return parameter;
	}

	/** What is wrong, in words that need not name the parameter and its value, because they stand beside it in a dialog. */
	public String advice() {
		return advice;
	}
}
