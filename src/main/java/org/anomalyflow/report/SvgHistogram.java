package org.anomalyflow.report;

import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;

import org.anomalyflow.report.RunReport.Scored;

/**
 * How the scores of good images (upward) and defective ones (downward) are spread, with both thresholds. The axis is
 * logarithmic where all scores are positive and the largest is many times the smallest.
 */
final class SvgHistogram {

	private static final int BINS = 36;
	private static final double LOGARITHMIC_FROM = 20;

	/** Narrower than its bin by this much. */
	private static final double GAP = 1;

	private final RunReport run;
	private final Axis x;
	private final int[] good;
	private final int[] defective;

	SvgHistogram(final RunReport run) {
		this.run = run;
		x = axis(run);
		good = count(run.images().stream().filter(image -> !image.defective()).toList());
		defective = count(run.images().stream().filter(Scored::defective).toList());
	}

	/** From the lowest to the highest finite score or threshold. */
	private static Axis axis(final RunReport run) {
		final double[] values = DoubleStream
			.concat(run.images().stream().mapToDouble(Scored::score), DoubleStream.of(run.reviewFrom().value(), run.imageThreshold().value()))
			.filter(Double::isFinite).sorted().toArray();
		if (values.length == 0)
			return Axis.linear(0, 1, Plot.LEFT, Plot.RIGHT);
		final double min = values[0];
		final double max = values[values.length - 1];
		if (min > 0 && max / min > LOGARITHMIC_FROM)
			return new Axis(min, max, Plot.LEFT, Plot.RIGHT, true);
		return max > min ? Axis.linear(min, max, Plot.LEFT, Plot.RIGHT) : Axis.linear(min - 0.5, min + 0.5, Plot.LEFT, Plot.RIGHT);
	}

	private int[] count(final List<Scored> images) {
		final int[] counts = new int[BINS];
		for (final Scored image : images)
			counts[Math.min(BINS - 1, (int) ((x.at(image.score()) - Plot.LEFT) / (Plot.RIGHT - Plot.LEFT) * BINS))]++;
		return counts;
	}

	void write(final Html html, final String title) {
		final int up = Math.max(1, Arrays.stream(good).max().orElse(0));
		final int down = Math.max(1, Arrays.stream(defective).max().orElse(0));
		final Axis y = Axis.linear(-down * 1.05, up * 1.05, Plot.BOTTOM, Plot.TOP);
		html.open("figure", "class", "chart").element("figcaption", title);
		Plot.open(html, title, "Good images upward, defective ones downward; thresholds at " + Numbers.score(run.reviewFrom().value()) +
			" and " + Numbers.score(run.imageThreshold().value()));
		Plot.xAxis(html, x, x.logarithmic() ? "image score (logarithmic)" : "image score");
		Plot.yAxis(html, y, y.wholeTicks(), "images");
		bars(html, good, y, 1, "good");
		bars(html, defective, y, -1, "defective");
		Plot.line(html, "axis", Plot.LEFT, y.at(0), Plot.RIGHT, y.at(0));
		threshold(html, run.reviewFrom(), "review", run.imageThreshold().value() > run.reviewFrom().value());
		threshold(html, run.imageThreshold(), "reject", true);
		html.close();
		html.open("p", "class", "legend").element("span", "good", "class", "key good").text(" ")
			.element("span", "defective", "class", "key defective").text(" ").element("span", "review from", "class", "key review").text(" ")
			.element("span", "reject from", "class", "key reject").close();
		html.close();
	}

	private void bars(final Html html, final int[] counts, final Axis y, final int sign, final String style) {
		final double width = (Plot.RIGHT - Plot.LEFT) / BINS;
		for (int i = 0; i < BINS; i++) {
			if (counts[i] == 0)
				continue;
			final double height = Math.abs(y.at(sign * counts[i]) - y.at(0));
			html.open("rect", "class", style, "x", Plot.number(Plot.LEFT + i * width + GAP / 2), "y",
				Plot.number(sign > 0 ? y.at(0) - height : y.at(0)), "width", Plot.number(width - GAP), "height", Plot.number(height));
			html.element("title", Numbers.many(counts[i], style + " image") + ", score " + Numbers.score(x.value(i / (double) BINS)) + " to " +
				Numbers.score(x.value((i + 1) / (double) BINS))).close();
		}
	}

	private void threshold(final Html html, final RunReport.Line line, final String style, final boolean distinct) {
		if (!distinct || !Float.isFinite(line.value()))
			return;
		final String at = Plot.number(x.at(line.value()));
		html.open("line", "class", "threshold " + style, "x1", at, "x2", at, "y1", Plot.number(Plot.TOP), "y2", Plot.number(Plot.BOTTOM))
			.element("title", style + " from " + Numbers.score(line.value())).close();
	}
}
