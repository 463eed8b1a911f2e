package org.anomalyflow.model.patchcore;

import java.util.Locale;

import org.anomalyflow.util.InvalidParameterException;

/** Whose PatchCore is computed; the two differ in nearly every step. */
public enum Scoring {

	/**
	 * The first code (amazon-science/patchcore-inspection): neighbourhoods pooled to fixed dimensions, squared distances, the
	 * largest as an image's score, maps enlarged bilinearly.
	 */
	OFFICIAL,
	/**
	 * anomalib's: mean of neighbourhoods, distances, an image's score weighted by how crowded the bank is there, maps enlarged
	 * by repetition.
	 */
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
