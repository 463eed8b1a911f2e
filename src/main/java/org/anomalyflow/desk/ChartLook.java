package org.anomalyflow.desk;

import java.awt.Color;
import java.awt.Component;
import java.awt.Font;

import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;

/** Gives charts the colours and fonts of the host's look, which may be a dark one. */
final class ChartLook {

	/** Of 255: lines that are there to be measured at, not to be seen. */
	private static final int FAINT = 50;
	/** With less, labels would need more digits than anybody reads. */
	static final double SMALLEST_RANGE = 0.01;

	private ChartLook() {}

	/**
	 * Dresses a chart with one plot.
	 *
	 * @param window whose colours and font it takes
	 */
	static void dress(final JFreeChart chart, final Component window) {
		final Color background = window.getBackground();
		final Color text = window.getForeground();
		chart.setBackgroundPaint(background);
		if (chart.getTitle() != null)
			chart.getTitle().setPaint(text);
		if (chart.getLegend() != null) {
			chart.getLegend().setBackgroundPaint(background);
			chart.getLegend().setItemPaint(text);
			chart.getLegend().setItemFont(window.getFont());
		}
		final XYPlot plot = chart.getXYPlot();
		plot.setBackgroundPaint(background);
		plot.setOutlinePaint(text);
		final Color grid = faint(text);
		plot.setDomainGridlinePaint(grid);
		plot.setRangeGridlinePaint(grid);
		for (int i = 0; i < plot.getDomainAxisCount(); i++)
			dress(plot.getDomainAxis(i), text, window.getFont());
		for (int i = 0; i < plot.getRangeAxisCount(); i++)
			dress(plot.getRangeAxis(i), text, window.getFont());
	}

	/** An axis of values that need not reach to zero, and that can be read although there is only one yet. */
	static NumberAxis valueAxis(final String label) {
		final NumberAxis axis = new NumberAxis(label);
		axis.setAutoRangeIncludesZero(false);
		axis.setAutoRangeMinimumSize(SMALLEST_RANGE);
		return axis;
	}

	private static Color faint(final Color text) {
		return new Color(text.getRed(), text.getGreen(), text.getBlue(), FAINT);
	}

	private static void dress(final ValueAxis axis, final Color text, final Font font) {
		if (axis == null)
			return;
		axis.setLabelFont(font);
		axis.setTickLabelFont(font);
		color(axis, text);
	}

	/** Draws an axis and its texts in a colour. */
	static void color(final ValueAxis axis, final Color text) {
		axis.setLabelPaint(text);
		axis.setTickLabelPaint(text);
		axis.setAxisLinePaint(text);
		axis.setTickMarkPaint(text);
	}
}
