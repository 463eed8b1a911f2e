package org.anomalyflow.dataset;

/** Which values of a mask file mean "anomalous". */
public enum MaskRule {

	/**
	 * Anything but zero, unless the values are shades of a black and white mask, of which the brighter half counts; see
	 * {@link MaskLevels}. Of a coloured palette anything but black, or but its first entry if nothing is black.
	 */
	BY_VALUE,

	/** Anything but zero (or palette entry 0), for data sets whose masks number the kinds of defects 1, 2, 3, ... */
	NON_ZERO
}
