package org.anomalyflow.metric;

/**
 * Whole numbers that sort like float scores turned round: key(a) &lt; key(b) exactly when a &gt; b, and equal exactly
 * when a = b. Ascending keys are therefore descending scores.
 */
final class ScoreKeys {

	private static final int MAGNITUDE = 0x7fffffff;

	private ScoreKeys() {}

	/** The key of a score that is not NaN. */
	static int keyOf(final float score) {
		// Adding 0 turns -0.0 into 0.0, which is the same threshold.
		return ~mirror(Float.floatToRawIntBits(score + 0f));
	}

	/** The score of a key. */
	static float scoreOf(final int key) {
		return Float.intBitsToFloat(mirror(~key));
	}

	/** IEEE 754 stores sign and magnitude: negative numbers must be mirrored to sort as signed integers do. */
	private static int mirror(final int bits) {
		return bits ^ (bits >> 31 & MAGNITUDE);
	}
}
