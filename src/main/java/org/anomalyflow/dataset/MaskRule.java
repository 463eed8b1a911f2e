package org.anomalyflow.dataset;

/** Which values of a mask file mean "anomalous". */
public enum MaskRule {

	/** Above half of what the file's bit depth can hold; for black and white masks, also if compressed with loss. */
	HALF_RANGE,

	/** Anything but zero (or palette entry 0); for masks that number the kinds of defects 1, 2, 3, ... */
	NON_ZERO
}
