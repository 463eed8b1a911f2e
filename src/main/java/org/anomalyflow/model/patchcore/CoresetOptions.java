package org.anomalyflow.model.patchcore;

import org.anomalyflow.util.InvalidParameterException;

/**
 * Which patches of good images a memory bank keeps.
 *
 * @param share of the patches, above 0, at most 1; 1 keeps all of them
 * @param perImage whether patches are chosen image by image: then each image's patches depend on it alone, more images only
 *          lower scores, and thresholds from scores without the own image are exact
 * @param seed of the projection and the starting points
 */
public record CoresetOptions(double share, boolean perImage, long seed) {

	public CoresetOptions {
		if (!(share > 0 && share <= 1))
			throw new InvalidParameterException("coreset", share, "keep a share above 0 and at most 1 of the patches");
	}

	/** How many of some patches are kept: the reference's integer part, but at least 1. */
	int count(final long patches) {
		return (int) Math.max(1, (long) (patches * share));
	}

	/** Whether each image's patches are kept or not whatever other images there are. */
	public boolean isMonotone() {
		return perImage || share == 1;
	}
}
