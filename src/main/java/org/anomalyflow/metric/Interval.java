package org.anomalyflow.metric;

/**
 * A confidence interval.
 *
 * @param lower its lower end, in units of the metric
 * @param upper its upper end, at least {@code lower}
 */
public record Interval(double lower, double upper) {}
