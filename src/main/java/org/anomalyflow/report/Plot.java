package org.anomalyflow.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** The frame that all plots share: title and description for those who cannot see it, grid, ticks and axis names. */
final class Plot {

	static final double WIDTH = 360;
	static final double HEIGHT = 270;
	static final double LEFT = 46;
	static final double RIGHT = WIDTH - 12;
	static final double TOP = 12;
	static final double BOTTOM = HEIGHT - 44;

	private Plot() {}

	/** Begins the picture; the caller closes it. */
	static void open(final Html html, final String title, final String description) {
		html.open("svg", "xmlns", "http://www.w3.org/2000/svg", "viewBox", "0 0 " + number(WIDTH) + " " + number(HEIGHT), //
			"role", "img", "class", "plot");
		html.element("title", title).element("desc", description);
	}

	/** Grid, tick labels and name of the horizontal axis. */
	static void xAxis(final Html html, final Axis axis, final String name) {
		for (final double tick : axis.ticks()) {
			final double x = axis.at(tick);
			line(html, "grid", x, TOP, x, BOTTOM);
			text(html, "tick", x, BOTTOM + 15, "middle", Numbers.score(tick));
		}
		line(html, "axis", LEFT, BOTTOM, RIGHT, BOTTOM);
		text(html, "name", (LEFT + RIGHT) / 2, HEIGHT - 8, "middle", name);
	}

	/** Grid, tick labels without their sign and name of the vertical axis. */
	static void yAxis(final Html html, final Axis axis, final List<Double> ticks, final String name) {
		for (final double tick : ticks) {
			final double y = axis.at(tick);
			line(html, "grid", LEFT, y, RIGHT, y);
			text(html, "tick", LEFT - 6, y + 4, "end", Numbers.score(Math.abs(tick)));
		}
		line(html, "axis", LEFT, TOP, LEFT, BOTTOM);
		html.element("text", name, "class", "name", "text-anchor", "middle", "transform",
			"translate(10 " + number((TOP + BOTTOM) / 2) + ") rotate(-90)");
	}

	static void line(final Html html, final String style, final double x1, final double y1, final double x2, final double y2) {
		html.empty("line", "class", style, "x1", number(x1), "y1", number(y1), "x2", number(x2), "y2", number(y2));
	}

	static void text(final Html html, final String style, final double x, final double y, final String anchor, final String text) {
		html.element("text", text, "class", style, "x", number(x), "y", number(y), "text-anchor", anchor);
	}

	/** A coordinate with at most two decimals. */
	static String number(final double coordinate) {
		final BigDecimal rounded = BigDecimal.valueOf(coordinate).setScale(2, RoundingMode.HALF_UP);
		return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
	}
}
