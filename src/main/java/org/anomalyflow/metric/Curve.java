package org.anomalyflow.metric;

/**
 * A curve over thresholds, thinned for tables and plots: neighbouring points that differ by less than a thousandth in
 * both coordinates are left out, corners are kept. Metrics are never computed from it.
 *
 * @param xName what x is, fit for a column title, for example {@code fpr}
 * @param yName what y is
 * @param thresholds the threshold (score &gt;= threshold) of each point, descending; infinite at a leading (0, 0)
 * @param x same length as {@code thresholds}; 0 to 1, not decreasing
 * @param y same length as {@code thresholds}; 0 to 1
 */
public record Curve(String xName, String yName, double[] thresholds, double[] x, double[] y) {

	/** How many points there are; 0 where the curve is undefined. */
	public int size() {
		return thresholds.length;
	}
}
