package org.anomalyflow.metric;

import java.util.Arrays;
import java.util.Optional;

import org.apache.commons.math3.distribution.TDistribution;

/** Confidence intervals of means. */
public final class MeanInterval {

	private MeanInterval() {}

	/**
	 * Student's interval of the mean of a few values, which are taken for independent draws of a normal distribution: mean
	 * +- t s / sqrt(n), s with n - 1, t the quantile of n - 1 degrees of freedom.
	 *
	 * @param values at least one
	 * @param level for example 0.95
	 * @return empty for a single value, which tells nothing about others
	 */
	public static Optional<Interval> of(final double[] values, final double level) {
		final int n = values.length;
		if (n < 2)
			return Optional.empty();
		final double mean = Arrays.stream(values).average().orElseThrow();
		final double variance = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum() / (n - 1);
		final double reach = new TDistribution(n - 1).inverseCumulativeProbability(0.5 + level / 2) * Math.sqrt(variance / n);
		return Optional.of(new Interval(mean - reach, mean + reach));
	}
}
