package org.anomalyflow.model;

import org.anomalyflow.backbone.FilterBank;

/** What detectors that compare features with good ones take from a backbone, whichever it is. */
public final class SquareImages {

	private static final int USUAL = 256;

	private SquareImages() {}

	/** Side of the square to which images are resized, in pixels: a transformer has its own, others 256. */
	public static int side(final String backbone) {
		return switch (backbone) {
			case "deit-base-384" -> 384;
			case "eva-large" -> 336;
			default -> USUAL;
		};
	}

	/** Whether the channels of a backbone have no common scale, because it was never trained. */
	public static boolean isWithoutScale(final String backbone) {
		return FilterBank.NAME.equals(backbone);
	}
}
