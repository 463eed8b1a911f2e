package org.anomalyflow.report;

import java.util.ArrayList;
import java.util.List;

/** A chart of numbered points, quality over a cost or speed whose axis is logarithmic. */
final class ScatterChart {

	private static final double RADIUS = 8;
	/** How far the axes reach beyond the outermost points. */
	private static final double MARGIN = 1.6;
	private static final double LEAST_SPAN = 0.05;

	/**
	 * One point.
	 *
	 * @param number what stands in it
	 * @param label what it is
	 * @param style number of its style, from 0
	 * @param x above 0
	 * @param y at most 1
	 */
	record Point(int number, String label, int style, double x, double y) {}

	private final String title;
	private final String xName;
	private final String yName;
	private final List<Point> points = new ArrayList<>();

	ScatterChart(final String title, final String xName, final String yName) {
		this.title = title;
		this.xName = xName;
		this.yName = yName;
	}

	/** Adds a point; one that is not defined is left out. */
	ScatterChart add(final Point point) {
		if (point.x > 0 && !Double.isNaN(point.y))
			points.add(point);
		return this;
	}

	/** Writes the figure, or nothing without points. */
	void write(final Html html) {
		if (points.isEmpty())
			return;
		final double least = points.stream().mapToDouble(Point::x).min().orElseThrow();
		final double most = points.stream().mapToDouble(Point::x).max().orElseThrow();
		final double lowest = points.stream().mapToDouble(Point::y).min().orElseThrow();
		final Axis x = new Axis(least / MARGIN, most * MARGIN, Plot.LEFT, Plot.RIGHT, true);
		final double from = Math.floor((lowest - (1 - lowest) / 10) / LEAST_SPAN) * LEAST_SPAN;
		final Axis y = Axis.linear(Math.min(from, 1 - LEAST_SPAN), 1 + (1 - from) / 20, Plot.BOTTOM, Plot.TOP);
		html.open("figure", "class", "chart").element("figcaption", title);
		Plot.open(html, title, yName + " over " + xName + ": " + String.join("; ", points.stream().map(this::told).toList()));
		Plot.xAxis(html, x, xName);
		Plot.yAxis(html, y, y.ticks().stream().filter(tick -> tick <= 1 + LEAST_SPAN / 100).toList(), yName);
		for (final Point point : points) {
			html.open("g", "class", "point s" + point.style % SvgChart.STYLES);
			html.open("circle", "cx", Plot.number(x.at(point.x)), "cy", Plot.number(y.at(point.y)), "r", Plot.number(RADIUS));
			html.element("title", told(point)).close();
			Plot.text(html, "inside", x.at(point.x), y.at(point.y) + 4, "middle", String.valueOf(point.number));
			html.close();
		}
		html.close().close();
	}

	private String told(final Point point) {
		return point.number + " " + point.label + ": " + xName + " " + Numbers.score(point.x) + ", " + yName + " " + Numbers.metric(point.y);
	}
}
