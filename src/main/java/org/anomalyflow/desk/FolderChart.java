package org.anomalyflow.desk;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.geom.Ellipse2D;
import java.text.DecimalFormat;
import java.util.List;
import java.util.stream.Stream;

import javax.swing.JComponent;

import org.anomalyflow.inference.PictureVerdict;
import org.anomalyflow.roi.Overlays;
import org.anomalyflow.threshold.DriftMartingale;
import org.anomalyflow.threshold.ImageThresholds;
import org.jfree.chart.ChartPanel;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.Range;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Scores of the pictures of a folder in their order, in the colours of their verdicts, with both thresholds, and below it what the
 * bets on drift have won. Holds the last {@value #MOST} pictures.
 */
final class FolderChart {

	private static final int MOST = 2000;
	private static final double DOT = 5;
	private static final double MARGIN = 0.05;
	private static final double LARGEST_CAPITAL = 1e6;
	private static final List<String> DECISIONS = List.of("pass", "review", "reject");

	private final XYSeriesCollection scores = new XYSeriesCollection();
	private final XYSeries capital = new XYSeries("drift");
	private final XYPlot upper;
	/** From the lower to the upper threshold; null without any. */
	private Range lines;
	private final JFreeChart chart;
	private final ChartPanel panel;

	/**
	 * @param background of the window
	 * @param foreground of the window
	 */
	FolderChart(final Color background, final Color foreground) {
		DECISIONS.forEach(decision -> scores.addSeries(limited(new XYSeries(decision))));
		final NumberAxis score = axis(ChartLook.valueAxis("Score"), foreground);
		final XYLineAndShapeRenderer dots = new XYLineAndShapeRenderer(false, true);
		for (int i = 0; i < DECISIONS.size(); i++) {
			dots.setSeriesPaint(i, Overlays.color(DECISIONS.get(i)));
			dots.setSeriesShape(i, new Ellipse2D.Double(-DOT / 2, -DOT / 2, DOT, DOT));
		}
		upper = plot(new XYPlot(scores, null, score, dots), background, foreground);
		final LogAxis drift = new LogAxis("Drift");
		drift.setRange(0.01, LARGEST_CAPITAL);
		drift.setNumberFormatOverride(new DecimalFormat("0.##"));
		final XYLineAndShapeRenderer line = new XYLineAndShapeRenderer(true, false);
		line.setSeriesPaint(0, foreground);
		final XYPlot lower = plot(new XYPlot(new XYSeriesCollection(limited(capital)), null, axis(drift, foreground), line), background,
			foreground);
		lower.addRangeMarker(marker(DriftMartingale.ALARM, "drift from here", Overlays.color("review"), foreground));
		final NumberAxis number = axis(new NumberAxis("Picture"), foreground);
		number.setAutoRangeIncludesZero(false);
		number.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
		final CombinedDomainXYPlot both = new CombinedDomainXYPlot(number);
		both.add(upper, 2);
		both.add(lower, 1);
		both.setBackgroundPaint(background);
		chart = new JFreeChart(null, null, both, false);
		chart.setBackgroundPaint(background);
		panel = new ChartPanel(chart);
		panel.setMinimumDrawWidth(0);
		panel.setMinimumDrawHeight(0);
		panel.setMaximumDrawWidth(Integer.MAX_VALUE);
		panel.setMaximumDrawHeight(Integer.MAX_VALUE);
		panel.setPreferredSize(new Dimension(640, 210));
		panel.setMinimumSize(new Dimension(200, 120));
	}

	private static XYSeries limited(final XYSeries series) {
		series.setMaximumItemCount(MOST);
		return series;
	}

	private static <T extends ValueAxis> T axis(final T axis, final Color foreground) {
		ChartLook.color(axis, foreground);
		return axis;
	}

	private static XYPlot plot(final XYPlot plot, final Color background, final Color foreground) {
		plot.setBackgroundPaint(background);
		plot.setOutlinePaint(foreground);
		return plot;
	}

	private static ValueMarker marker(final double at, final String label, final Color color, final Color foreground) {
		final ValueMarker marker = new ValueMarker(at, color, new BasicStroke(1.5f));
		marker.setLabel(label);
		marker.setLabelPaint(foreground);
		marker.setLabelBackgroundColor(new Color(0, true));
		marker.setLabelAnchor(RectangleAnchor.TOP_LEFT);
		marker.setLabelTextAnchor(TextAnchor.BOTTOM_LEFT);
		return marker;
	}

	/** Below its line at the other end, since both thresholds may be close to each other. */
	private static ValueMarker below(final ValueMarker marker) {
		marker.setLabelAnchor(RectangleAnchor.BOTTOM_RIGHT);
		marker.setLabelTextAnchor(TextAnchor.TOP_RIGHT);
		return marker;
	}

	JComponent component() {
		return panel;
	}

	/** Shows the thresholds in use. */
	void show(final ImageThresholds thresholds, final Color foreground) {
		upper.clearRangeMarkers();
		lines = Stream.of(thresholds.reviewFrom().value(), thresholds.imageThreshold().value()).filter(FolderChart::isSet)
			.map(value -> new Range(value, value)).reduce(Range::combine).orElse(null);
		reachThresholds();
		if (isSet(thresholds.reviewFrom().value()))
			upper.addRangeMarker(below(marker(thresholds.reviewFrom().value(), "review from", Overlays.color("review"), foreground)));
		if (isSet(thresholds.imageThreshold().value()))
			upper.addRangeMarker(marker(thresholds.imageThreshold().value(), "reject from", Overlays.color("reject"), foreground));
	}

	/** One that is not set lies beyond all scores. */
	private static boolean isSet(final float threshold) {
		return Math.abs(threshold) < Float.MAX_VALUE;
	}

	/** Adds a picture; it is drawn by the next {@link #refresh()}. */
	void add(final long number, final PictureVerdict verdict) {
		scores.getSeries(verdict.decision()).add(number, verdict.score(), false);
		capital.add(number, Math.max(0.01, Math.min(LARGEST_CAPITAL, verdict.capital())), false);
	}

	/** Draws what was added. */
	void refresh() {
		DECISIONS.forEach(decision -> scores.getSeries(decision).fireSeriesChanged());
		capital.fireSeriesChanged();
		reachThresholds();
	}

	/** Shows the thresholds, too, where all scores are far from them. */
	private void reachThresholds() {
		if (lines == null)
			return;
		final ValueAxis axis = upper.getRangeAxis();
		axis.setAutoRange(true);
		final Range judged = upper.getDataRange(axis) == null ? lines : Range.combine(axis.getRange(), lines);
		final double margin = Math.max(MARGIN * judged.getLength(), ChartLook.SMALLEST_RANGE / 2);
		if (!axis.getRange().contains(lines.getLowerBound()) || !axis.getRange().contains(lines.getUpperBound()))
			axis.setRange(new Range(judged.getLowerBound() - margin, judged.getUpperBound() + margin));
	}

	/** What of the scores can be seen. */
	Range range() {
		return upper.getRangeAxis().getRange();
	}
}
