package org.anomalyflow.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps values to a stretch of the page, linearly or by their logarithm.
 *
 * @param min value at {@code from}
 * @param max value at {@code to}, above {@code min}
 * @param from position of {@code min}
 * @param to position of {@code max}; may be below {@code from}
 * @param logarithmic whether equal ratios get equal lengths; {@code min} is then above 0
 */
record Axis(double min, double max, double from, double to, boolean logarithmic) {

	private static final int MOST_TICKS = 7;

	static Axis linear(final double min, final double max, final double from, final double to) {
		return new Axis(min, max, from, to, false);
	}

	/** The position of a value; values outside lie at the nearer end. */
	double at(final double value) {
		final double limited = Math.max(min, Math.min(max, value));
		final double share = logarithmic ? Math.log(limited / min) / Math.log(max / min) : (limited - min) / (max - min);
		return from + share * (to - from);
	}

	/** The value at a share of the way, 0 to 1. */
	double value(final double share) {
		return logarithmic ? min * Math.pow(max / min, share) : min + share * (max - min);
	}

	/** Round values to label, ascending, inside but for rounding. */
	List<Double> ticks() {
		return logarithmic && max / min >= 10 ? decades() : steps();
	}

	/** Those of {@link #ticks()} that are whole numbers. */
	List<Double> wholeTicks() {
		return ticks().stream().filter(tick -> tick == Math.rint(tick)).toList();
	}

	private List<Double> steps() {
		final double decade = Math.pow(10, Math.floor(Math.log10((max - min) / MOST_TICKS)));
		double step = decade;
		for (final double factor : new double[]{ 2, 5, 10 })
			if ((max - min) / step > MOST_TICKS)
				step = decade * factor;
		final List<Double> ticks = new ArrayList<>();
		for (long i = (long) Math.ceil(min / step - 1e-9); i * step <= max + 1e-9 * step; i++)
			ticks.add(i * step);
		return ticks;
	}

	private List<Double> decades() {
		final double[] factors = max / min > 1000 ? new double[]{ 1 } : max / min > 50 ? new double[]{ 1, 3 } : new double[]{ 1, 2, 5 };
		final List<Double> ticks = new ArrayList<>();
		for (int exponent = (int) Math.floor(Math.log10(min)); Math.pow(10, exponent) <= max; exponent++)
			for (final double factor : factors) {
				final double tick = factor * Math.pow(10, exponent);
				if (tick >= min && tick <= max)
					ticks.add(tick);
			}
		return ticks;
	}
}
