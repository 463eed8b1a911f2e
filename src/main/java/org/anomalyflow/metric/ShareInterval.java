package org.anomalyflow.metric;

import org.apache.commons.math3.distribution.BetaDistribution;

/** Confidence intervals of shares. */
public final class ShareInterval {

	private ShareInterval() {}

	/**
	 * The exact interval of a share (Clopper and Pearson, Biometrika 26, 1934): it holds the true share in at least
	 * {@code level} of all samples. For 0 of n its upper end is 1 - ((1 - level) / 2)^(1/n).
	 *
	 * @param part how many of a sample have a property, 0 to {@code total}
	 * @param total how large the sample is, at least 1
	 * @param level for example 0.95
	 */
	public static Interval exact(final long part, final long total, final double level) {
		final double tail = (1 - level) / 2;
		final double lower = part == 0 ? 0 : new BetaDistribution(part, total - part + 1.0).inverseCumulativeProbability(tail);
		final double upper = part == total ? 1 : new BetaDistribution(part + 1.0, total - part).inverseCumulativeProbability(1 - tail);
		return new Interval(lower, upper);
	}
}
