package org.anomalyflow.metric;

/** Ranks of rivals by a value of which more is better. */
public final class Ranks {

	private Ranks() {}

	/**
	 * The rank of each: 1 for the largest value; equal ones share the mean of their places, as in Friedman's test.
	 *
	 * @param values one for each rival, without NaN
	 */
	public static double[] descending(final double... values) {
		final double[] ranks = new double[values.length];
		for (int i = 0; i < values.length; i++) {
			int better = 0;
			int equal = 0;
			for (final double other : values) {
				better += other > values[i] ? 1 : 0;
				equal += other == values[i] ? 1 : 0;
			}
			ranks[i] = better + (equal + 1) / 2.0;
		}
		return ranks;
	}
}
