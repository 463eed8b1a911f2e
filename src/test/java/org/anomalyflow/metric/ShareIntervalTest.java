package org.anomalyflow.metric;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ShareIntervalTest {

	/** Values of R's binom.test, to six digits. */
	@Test
	void agreesWithTables() {
		assertInterval(0, 0.3084971, ShareInterval.exact(0, 10, 0.95));
		assertInterval(0.002528579, 0.4450161, ShareInterval.exact(1, 10, 0.95));
		assertInterval(0.1870860, 0.8129140, ShareInterval.exact(5, 10, 0.95));
		assertInterval(0.6915029, 1, ShareInterval.exact(10, 10, 0.95));
	}

	private static void assertInterval(final double lower, final double upper, final Interval actual) {
		assertEquals(lower, actual.lower(), 1e-6);
		assertEquals(upper, actual.upper(), 1e-6);
	}
}
