package org.anomalyflow.training;

import org.anomalyflow.util.InvalidParameterException;

/**
 * Which good images set the thresholds, as the parameter {@code holdout} chooses it.
 *
 * @param kind how
 * @param share share of the good images that the training does not see; of {@link Kind#SPLIT} only, 0 for none
 */
public record HoldOut(Kind kind, double share) {

	/** How thresholds get scores of images that a model has not seen. */
	public enum Kind {
		/** {@link #CROSS} below {@value HoldOut#MANY} good parts, else {@link #SPLIT} with the usual share. */
		AUTO,
		/** All images train; models of their folds judge the images that these have not seen. */
		CROSS,
		/** Some images are kept from the training. */
		SPLIT
	}

	/** The parameter's default. */
	public static final String DEFAULT = "auto";
	/** From so many good parts on, a split leaves enough for thresholds. */
	static final int MANY = 100;

	private static final String CROSS = "cross";
	private static final String QUICK = "quick";
	private static final double USUAL_SHARE = 0.2;
	private static final double LARGEST_SHARE = 0.9;

	public HoldOut {
		if (!(share >= 0 && share <= LARGEST_SHARE))
			throw refusal(share);
	}

	/**
	 * Reads the parameter {@code holdout}.
	 *
	 * @param value auto, cross, quick or a share from 0 to 0.9
	 * @throws InvalidParameterException if it is none of these
	 */
	public static HoldOut parse(final String value) {
		return switch (value.trim()) {
			case DEFAULT -> new HoldOut(Kind.AUTO, USUAL_SHARE);
			case CROSS -> new HoldOut(Kind.CROSS, 0);
			case QUICK -> new HoldOut(Kind.SPLIT, USUAL_SHARE);
			default -> new HoldOut(Kind.SPLIT, number(value));
		};
	}

	private static double number(final String value) {
		try {
			return Double.parseDouble(value.trim());
		}
		catch (final NumberFormatException e) {
			throw refusal(value);
		}
	}

	private static InvalidParameterException refusal(final Object value) {
		return new InvalidParameterException("holdout", value,
			"use " + DEFAULT + " (" + CROSS + " below " + MANY + " good images, else " + QUICK + "), " + CROSS + ", " + QUICK + " (a share of " +
				USUAL_SHARE + "), or a share from 0 to " + LARGEST_SHARE + "; 0 promises nothing");
	}

	/** Whether the images are cross-validated. */
	boolean isCross(final int parts) {
		return kind == Kind.CROSS || kind == Kind.AUTO && parts < MANY;
	}
}
