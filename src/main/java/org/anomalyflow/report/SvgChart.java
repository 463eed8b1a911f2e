package org.anomalyflow.report;

import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.metric.Curve;

/** A chart of curves over thresholds, both axes from 0. Lines differ in colour and in dashes. */
final class SvgChart {

	/** How many line styles the style sheet has. */
	static final int STYLES = 6;
	private static final int HOVER_POINTS = 20;
	private static final double HOVER_RADIUS = 7;
	private static final double DOT_RADIUS = 4.5;

	/** The thinnest detail that is drawn. */
	private static final double DETAIL = 0.4;

	/**
	 * One line.
	 *
	 * @param label what it is
	 * @param style number of its style, from 0
	 * @param curve its points; one without points is left out
	 * @param dotX where the model's own threshold lies; NaN for nowhere
	 * @param dotY the same on the vertical axis
	 */
	record Line(String label, int style, Curve curve, double dotX, double dotY) {}

	private final String title;
	private final String xName;
	private final String yName;
	private final List<Line> lines = new ArrayList<>();
	private double xLimit = 1;
	private boolean stepped;
	private boolean diagonal;
	private double guide = Double.NaN;

	SvgChart(final String title, final String xName, final String yName) {
		this.title = title;
		this.xName = xName;
		this.yName = yName;
	}

	/** Shows x only up to a limit, with an upright guide line somewhere inside. */
	SvgChart limited(final double limit, final double guideAt) {
		xLimit = limit;
		guide = guideAt;
		return this;
	}

	/** Draws steps that reach back from each point instead of slanted lines, as average precision counts. */
	SvgChart stepped() {
		stepped = true;
		return this;
	}

	/** Shows the line of chance. */
	SvgChart withDiagonal() {
		diagonal = true;
		return this;
	}

	SvgChart add(final Line line) {
		if (line.curve.size() > 0)
			lines.add(line);
		return this;
	}

	/** Writes the figure, or nothing if no curve is defined. */
	void write(final Html html) {
		if (lines.isEmpty())
			return;
		final Axis x = Axis.linear(0, xLimit, Plot.LEFT, Plot.RIGHT);
		final Axis y = Axis.linear(0, 1, Plot.BOTTOM, Plot.TOP);
		html.open("figure", "class", "chart").element("figcaption", title);
		Plot.open(html, title, yName + " over " + xName + ": " + String.join("; ", lines.stream().map(Line::label).toList()));
		Plot.xAxis(html, x, xName);
		Plot.yAxis(html, y, y.ticks(), yName);
		if (diagonal)
			Plot.line(html, "guide", x.at(0), y.at(0), x.at(xLimit), y.at(xLimit));
		if (!Double.isNaN(guide))
			Plot.line(html, "guide", x.at(guide), Plot.TOP, x.at(guide), Plot.BOTTOM);
		lines.forEach(
			line -> html.open("path", "class", "line s" + line.style % STYLES, "d", path(line.curve, x, y)).element("title", line.label).close());
		lines.forEach(line -> dot(html, line, x, y));
		lines.forEach(line -> hover(html, line, x, y));
		html.close().close();
	}

	private String path(final Curve curve, final Axis x, final Axis y) {
		final StringBuilder path = new StringBuilder();
		double keptX = Double.NaN;
		double keptY = Double.NaN;
		for (int i = 0; i < curve.size(); i++) {
			final boolean beyond = curve.x()[i] > xLimit;
			final double px = x.at(curve.x()[i]);
			final double py = y.at(beyond ? yAtLimit(curve, i) : curve.y()[i]);
			final boolean last = beyond || i == curve.size() - 1;
			if (!last && Math.abs(px - keptX) < DETAIL && Math.abs(py - keptY) < DETAIL)
				continue;
			if (path.isEmpty())
				path.append('M').append(Plot.number(stepped ? x.at(0) : px)).append(' ').append(Plot.number(py));
			if (stepped)
				path.append('V').append(Plot.number(py)).append('H').append(Plot.number(px));
			else
				path.append('L').append(Plot.number(px)).append(' ').append(Plot.number(py));
			keptX = px;
			keptY = py;
			if (beyond)
				break;
		}
		return path.toString();
	}

	private double yAtLimit(final Curve curve, final int i) {
		if (i == 0 || stepped)
			return curve.y()[i];
		final double share = (xLimit - curve.x()[i - 1]) / (curve.x()[i] - curve.x()[i - 1]);
		return curve.y()[i - 1] + share * (curve.y()[i] - curve.y()[i - 1]);
	}

	private void dot(final Html html, final Line line, final Axis x, final Axis y) {
		if (Double.isNaN(line.dotX) || Double.isNaN(line.dotY) || line.dotX > xLimit)
			return;
		html.open("circle", "class", "dot s" + line.style % STYLES, "cx", Plot.number(x.at(line.dotX)), "cy", Plot.number(y.at(line.dotY)), "r",
			Plot.number(DOT_RADIUS));
		html.element("title", line.label + ", at its own threshold: " + point(line.dotX, line.dotY)).close();
	}

	/** Invisible points whose titles tell the values, far enough apart that a pointer can choose. */
	private void hover(final Html html, final Line line, final Axis x, final Axis y) {
		final double gap = (Plot.RIGHT - Plot.LEFT) / HOVER_POINTS;
		double keptX = Double.NaN;
		double keptY = Double.NaN;
		for (int i = 0; i < line.curve.size(); i++) {
			final double px = x.at(line.curve.x()[i]);
			final double py = y.at(line.curve.y()[i]);
			if (line.curve.x()[i] > xLimit || Math.hypot(px - keptX, py - keptY) < gap)
				continue;
			keptX = px;
			keptY = py;
			html.open("circle", "class", "hover", "cx", Plot.number(px), "cy", Plot.number(py), "r", Plot.number(HOVER_RADIUS));
			html
				.element("title",
					line.label + "\n" + point(line.curve.x()[i], line.curve.y()[i]) + "\nscore from " + Numbers.score(line.curve.thresholds()[i]))
				.close();
		}
	}

	private String point(final double x, final double y) {
		return xName + " " + Numbers.metric(x) + ", " + yName + " " + Numbers.metric(y);
	}
}
