package org.anomalyflow.model;

import java.io.File;
import java.math.BigDecimal;
import java.util.List;

import org.anomalyflow.util.InvalidParameterException;

/**
 * Something that a user can choose about one kind of detector.
 *
 * @param name its name among the parameters
 * @param description what it does, for users
 * @param kind what values it takes
 * @param choices the words that are allowed, the default first; empty for a number
 * @param min the least number
 * @param max the greatest number
 */
public record DetectorOption(String name, String description, Kind kind, List<String> choices, double min, double max) {

	/** The value of a number that leaves it to the detector. */
	public static final String AUTO = "auto";

	/** What values an option takes. */
	public enum Kind {
		/** One of some words. */
		CHOICE,
		/** A whole number, or {@value DetectorOption#AUTO}. */
		WHOLE,
		/** A number, or {@value DetectorOption#AUTO}. */
		NUMBER,
		/** A folder that is there, or {@value DetectorOption#AUTO}. */
		FOLDER
	}

	/** One of some words, the first of which is the default. */
	public static DetectorOption choice(final String name, final String description, final List<String> choices) {
		return new DetectorOption(name, description, Kind.CHOICE, List.copyOf(choices), 0, 0);
	}

	/** A whole number, by default the detector's own. */
	public static DetectorOption whole(final String name, final String description, final int min, final int max) {
		return new DetectorOption(name, description, Kind.WHOLE, List.of(), min, max);
	}

	/** A number, by default the detector's own. */
	public static DetectorOption number(final String name, final String description, final double min, final double max) {
		return new DetectorOption(name, description, Kind.NUMBER, List.of(), min, max);
	}

	/** A folder, by default none. */
	public static DetectorOption folder(final String name, final String description) {
		return new DetectorOption(name, description, Kind.FOLDER, List.of(), 0, 0);
	}

	/** The value if the user chooses none. */
	public String defaultValue() {
		return kind == Kind.CHOICE ? choices.get(0) : AUTO;
	}

	/** What is allowed, in words. */
	public String allowed() {
		if (kind == Kind.CHOICE)
			return "one of " + String.join(", ", choices);
		if (kind == Kind.FOLDER)
			return AUTO + ", or a folder that is there";
		return AUTO + ", or a " + (kind == Kind.WHOLE ? "whole number" : "number") + " from " + decimal(min) + " to " + decimal(max);
	}

	private static String decimal(final double number) {
		return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
	}

	/**
	 * Checks a value.
	 *
	 * @return the value without blanks around it
	 * @throws InvalidParameterException if it is not allowed
	 */
	String checked(final String value) {
		final String text = value.trim();
		if (!isAllowed(text))
			throw new InvalidParameterException(name, value, "use " + allowed());
		return text;
	}

	private boolean isAllowed(final String text) {
		return switch (kind) {
			case CHOICE -> choices.contains(text);
			case FOLDER -> AUTO.equals(text) || new File(text).isDirectory();
			default -> AUTO.equals(text) || isInRange(text);
		};
	}

	private boolean isInRange(final String text) {
		try {
			final double number = kind == Kind.WHOLE ? Integer.parseInt(text) : Double.parseDouble(text);
			return number >= min && number <= max;
		}
		catch (final NumberFormatException e) {
			return false;
		}
	}
}
