package org.anomalyflow.metric;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * What score maps do at one threshold.
 *
 * @param pixels counts over the pixels of all images
 * @param regionRecall for each ground-truth region, ordered by image and then by first pixel in raster order, the share
 *          of its pixels that are alarmed, 0 to 1
 */
public record PixelOutcome(Confusion pixels, double[] regionRecall) {

	/** The mean of {@link #regionRecall}, 0 to 1; empty without regions. */
	public OptionalDouble meanRegionRecall() {
		return Arrays.stream(regionRecall).average();
	}

	/** How many regions have at least one alarmed pixel. */
	public int regionsTouched() {
		return (int) Arrays.stream(regionRecall).filter(recall -> recall > 0).count();
	}

	/** How many regions are alarmed in at least half of their pixels. */
	public int regionsHalfCovered() {
		return (int) Arrays.stream(regionRecall).filter(recall -> recall >= 0.5).count();
	}
}
