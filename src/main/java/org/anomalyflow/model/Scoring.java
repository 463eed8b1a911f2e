package org.anomalyflow.model;

import java.util.Locale;

import org.anomalyflow.util.InvalidParameterException;

/** Whose formulas a detector follows that two well-known programs compute differently. */
public enum Scoring {

	/** The first public code's, which is the paper's. */
	OFFICIAL,
	/** anomalib's. */
	ANOMALIB;

	/**
	 * Reads the parameter {@code scoring}.
	 *
	 * @throws InvalidParameterException if it is neither {@code official} nor {@code anomalib}
	 */
	public static Scoring parse(final String value) {
		return switch (value == null ? "" : value.trim().toLowerCase(Locale.ROOT)) {
			case "official" -> OFFICIAL;
			case "anomalib" -> ANOMALIB;
			default -> throw new InvalidParameterException("scoring", value, "use official or anomalib");
		};
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}
}
