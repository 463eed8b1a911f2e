package org.anomalyflow.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Writes numbers with as many digits as a reader can use. Undefined values, null or NaN, become a dash. */
final class Numbers {

	static final String UNDEFINED = "\u2013";

	private static final int SCORE_DIGITS = 4;

	private Numbers() {}

	/** A metric between 0 and 1: three decimals. */
	static String metric(final Object value) {
		return defined(value) ? String.format(Locale.ROOT, "%.3f", number(value)) : UNDEFINED;
	}

	/** A share between 0 and 1 as a percentage with one decimal. */
	static String percent(final Object value) {
		return defined(value) ? String.format(Locale.ROOT, "%.1f %%", 100 * number(value)) : UNDEFINED;
	}

	/** A score: four significant digits. */
	static String score(final double value) {
		if (Double.isNaN(value))
			return UNDEFINED;
		if (Double.isInfinite(value))
			return value > 0 ? "\u221e" : "\u2212\u221e";
		final BigDecimal rounded = new BigDecimal(value).round(new MathContext(SCORE_DIGITS));
		final double size = Math.abs(value);
		return (size != 0 && size < 1e-4 || size >= 1e7
			? String.format(Locale.ROOT, "%.3e", value)
			: rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString()).replace('-', '\u2212');
	}

	/** A time in the unit that suits it. */
	static String seconds(final Object value) {
		if (!defined(value))
			return UNDEFINED;
		final double seconds = number(value);
		if (seconds < 1)
			return String.format(Locale.ROOT, "%.0f ms", 1000 * seconds);
		if (seconds < 60)
			return String.format(Locale.ROOT, "%.1f s", seconds);
		final long whole = Math.round(seconds);
		return whole < 3600
			? String.format("%d min %02d s", whole / 60, whole % 60)
			: String.format("%d h %02d min", whole / 3600, whole % 3600 / 60);
	}

	/** A count with thin spaces between thousands. */
	static String count(final Object value) {
		return defined(value) ? String.format(Locale.ROOT, "%,d", Math.round(number(value))).replace(',', '\u2009') : UNDEFINED;
	}

	/** A count of things, in words: {@code 1 image}, {@code 2 images}. */
	static String many(final long count, final String thing) {
		return count(count) + " " + thing + (count == 1 ? "" : "s");
	}

	/** Whether there is a number. */
	static boolean defined(final Object value) {
		return value instanceof Number && !Double.isNaN(number(value));
	}

	static double number(final Object value) {
		return ((Number) value).doubleValue();
	}
}
