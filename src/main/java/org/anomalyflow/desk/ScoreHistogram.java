package org.anomalyflow.desk;

import java.awt.BasicStroke;
import java.awt.BorderLayout;
import java.awt.Color;
import java.awt.Cursor;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.geom.Rectangle2D;

import javax.swing.JPanel;

import org.anomalyflow.roi.Overlays;
import org.jfree.chart.ChartPanel;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogarithmicAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.ui.Layer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;

/**
 * How many good and defective images have which score, with both thresholds as lines that the user can drag if that is wanted.
 * The lower line stops at the upper one, and the upper one takes the lower one along. Where scores lie far apart the axis is
 * logarithmic. To be used by the event thread.
 */
final class ScoreHistogram extends JPanel {

	private static final long serialVersionUID = 1L;
	private static final int BARS = 40;
	/** What is left free beside the scores, as a share of their range, so that a line can be dragged beyond them. */
	private static final double MARGIN = 0.12;
	/** From this ratio of the largest to the smallest score on, a linear axis would show good images as one bar. */
	private static final double FAR = 30;
	/** Pixels on either side of a line that still are the line. */
	private static final int REACH = 6;
	/** Between a line and its label, in pixels. */
	private static final double LABEL_GAP = 3;
	/** Height of a label, in heights of its font. */
	private static final double ROW = 1.5;
	/** An axis as long as this tells shares of its length. */
	private static final Rectangle2D UNIT = new Rectangle2D.Double(0, 0, 1, 1);
	static final Color GOOD = new Color(0x1f, 0x77, 0xb4, 190);
	static final Color DEFECTIVE = new Color(0x8c, 0x2d, 0x5a, 190);

	/** Told where the lines are. */
	@FunctionalInterface
	interface Listener {

		/**
		 * @param reviewFrom the lower line
		 * @param imageThreshold the upper line
		 * @param dragging whether the mouse button is still down
		 */
		void changed(float reviewFrom, float imageThreshold, boolean dragging);
	}

	private final transient XYPlot plot;
	private final ChartPanel panel;
	private transient Listener listener = (review, reject, dragging) -> {};
	private float[] good = {};
	private float[] defective = {};
	private float reviewFrom = Float.NEGATIVE_INFINITY;
	private float imageThreshold = Float.POSITIVE_INFINITY;

	/** @param draggable whether the user may move the lines */
	ScoreHistogram(final boolean draggable) {
		super(new BorderLayout());
		final XYBarRenderer bars = new XYBarRenderer();
		bars.setBarPainter(new StandardXYBarPainter());
		bars.setShadowVisible(false);
		bars.setDrawBarOutline(false);
		bars.setSeriesPaint(0, GOOD);
		bars.setSeriesPaint(1, DEFECTIVE);
		plot = new XYPlot(new XYIntervalSeriesCollection(), new NumberAxis(), new NumberAxis("Images"), bars);
		plot.getRangeAxis().setStandardTickUnits(NumberAxis.createIntegerTickUnits());
		plot.setDomainGridlinesVisible(false);
		panel = new ChartPanel(new JFreeChart(null, null, plot, true), 520, 240, 0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, false, false,
			false, false, false, false);
		// it would draw a rectangle to zoom into
		panel.removeMouseListener(panel);
		panel.removeMouseMotionListener(panel);
		panel.setName("histogram");
		panel.setPreferredSize(new Dimension(520, 240));
		add(panel, BorderLayout.CENTER);
		if (draggable) {
			final Mouse mouse = new Mouse();
			panel.addMouseListener(mouse);
			panel.addMouseMotionListener(mouse);
		}
		showScores(good, defective);
	}

	/** Told whenever the user moves a line. */
	void onChange(final Listener other) {
		listener = other;
	}

	/**
	 * Shows other images.
	 *
	 * @param goodScores of good images, in any order
	 * @param defectiveScores of defective ones; may be empty
	 */
	void showScores(final float[] goodScores, final float[] defectiveScores) {
		good = goodScores.clone();
		defective = defectiveScores.clone();
		layOut();
	}

	/**
	 * Moves the lines; the listener is not told. One that is not finite is not drawn.
	 *
	 * @param review the lower line, at most the upper one
	 * @param reject the upper line
	 */
	void showThresholds(final float review, final float reject) {
		reviewFrom = review;
		imageThreshold = reject;
		layOut();
	}

	/** Axis and bars for the scores and lines there are. */
	private void layOut() {
		double low = Double.POSITIVE_INFINITY;
		double high = Double.NEGATIVE_INFINITY;
		for (final float[] scores : new float[][]{ good, defective, { reviewFrom, imageThreshold } })
			for (final float score : scores)
				if (Float.isFinite(score)) {
					low = Math.min(low, score);
					high = Math.max(high, score);
				}
		if (low > high) {
			low = 0;
			high = 1;
		}
		final boolean logarithmic = low > 0 && high > FAR * low;
		final double margin = MARGIN * (logarithmic ? Math.log(high / low) : high > low ? high - low : Math.max(Math.abs(low), 1e-6));
		final double from = logarithmic ? low * Math.exp(-margin) : low - margin;
		final double to = logarithmic ? high * Math.exp(margin) : high + margin;
		final NumberAxis axis = logarithmic ? logarithmic() : new NumberAxis("Score");
		axis.setAutoRangeIncludesZero(false);
		axis.setRange(from, to);
		plot.setDomainAxis(axis);
		final XYIntervalSeriesCollection bars = new XYIntervalSeriesCollection();
		bars.addSeries(bars("good (" + good.length + ")", good, from, to, logarithmic));
		if (defective.length > 0)
			bars.addSeries(bars("defective (" + defective.length + ")", defective, from, to, logarithmic));
		plot.setDataset(bars);
		dress();
		drawLines();
	}

	private static NumberAxis logarithmic() {
		final LogarithmicAxis axis = new LogarithmicAxis("Score");
		axis.setExpTickLabelsFlag(false);
		axis.setLog10TickLabelsFlag(false);
		return axis;
	}

	private static XYIntervalSeries bars(final String name, final float[] scores, final double from, final double to,
		final boolean logarithmic)
	{
		final int[] counts = new int[BARS];
		for (final float score : scores)
			if (Float.isFinite(score)) {
				final double share = logarithmic ? Math.log(score / from) / Math.log(to / from) : (score - from) / (to - from);
				counts[Math.max(0, Math.min(BARS - 1, (int) (share * BARS)))]++;
			}
		final XYIntervalSeries bars = new XYIntervalSeries(name);
		for (int i = 0; i < BARS; i++)
			if (counts[i] > 0) {
				final double left = edge(i, from, to, logarithmic);
				final double right = edge(i + 1, from, to, logarithmic);
				bars.add((left + right) / 2, left, right, counts[i], 0, counts[i]);
			}
		return bars;
	}

	private static double edge(final int bar, final double from, final double to, final boolean logarithmic) {
		final double share = bar / (double) BARS;
		return logarithmic ? from * Math.pow(to / from, share) : from + (to - from) * share;
	}

	@Override
	public void updateUI() {
		super.updateUI();
		if (plot != null)
			dress();
	}

	private void dress() {
		ChartLook.dress(panel.getChart(), this);
		panel.getChart().getLegend().setPosition(RectangleEdge.TOP);
	}

	private void drawLines() {
		plot.clearDomainMarkers();
		// one below the other, each on the side where there is room for it; the label that reaches over the other line is drawn last
		if (isOnTheRight(imageThreshold)) {
			mark(reviewFrom, "review from ", "review", 1);
			mark(imageThreshold, "reject from ", "reject", 0);
		}
		else {
			mark(imageThreshold, "reject from ", "reject", 0);
			mark(reviewFrom, "review from ", "review", 1);
		}
	}

	private boolean isOnTheRight(final float at) {
		return plot.getDomainAxis().valueToJava2D(at, UNIT, RectangleEdge.BOTTOM) > UNIT.getWidth() / 2;
	}

	private void mark(final float at, final String label, final String decision, final int row) {
		if (!Float.isFinite(at))
			return;
		final boolean left = isOnTheRight(at);
		final ValueMarker marker = new ValueMarker(at, Overlays.color(decision), new BasicStroke(2.5f));
		marker.setAlpha(1);
		marker.setLabel(label + ColorBar.text(at));
		marker.setLabelFont(getFont().deriveFont(Font.BOLD));
		marker.setLabelPaint(getForeground());
		marker.setLabelBackgroundColor(getBackground());
		marker.setLabelAnchor(left ? RectangleAnchor.TOP_LEFT : RectangleAnchor.TOP_RIGHT);
		marker.setLabelTextAnchor(left ? TextAnchor.TOP_RIGHT : TextAnchor.TOP_LEFT);
		final double beside = LABEL_GAP;
		marker.setLabelOffset(new RectangleInsets(beside + row * ROW * getFont().getSize2D(), beside, beside, beside));
		plot.addDomainMarker(marker, Layer.FOREGROUND);
	}

	/** Where a score is on the panel, in pixels from its left. */
	double xOf(final double score) {
		return plot.getDomainAxis().valueToJava2D(score, area(), RectangleEdge.BOTTOM);
	}

	private Rectangle2D area() {
		return panel.getScreenDataArea();
	}

	/** Drags the line that was pressed on; of two at one place the one that can move that way. */
	private final class Mouse extends MouseAdapter {

		private static final int NONE = 0;
		private static final int REVIEW = 1;
		private static final int REJECT = 2;
		private static final int EITHER = 3;

		private int held;
		private int pressedAt;

		private int lineAt(final int x) {
			final boolean review = Float.isFinite(reviewFrom) && Math.abs(xOf(reviewFrom) - x) <= REACH;
			final boolean reject = Float.isFinite(imageThreshold) && Math.abs(xOf(imageThreshold) - x) <= REACH;
			return review && reject ? EITHER : review ? REVIEW : reject ? REJECT : NONE;
		}

		@Override
		public void mousePressed(final MouseEvent event) {
			held = lineAt(event.getX());
			pressedAt = event.getX();
		}

		@Override
		public void mouseDragged(final MouseEvent event) {
			if (held == EITHER && event.getX() != pressedAt)
				held = event.getX() < pressedAt ? REVIEW : REJECT;
			move(event.getX(), true);
		}

		@Override
		public void mouseReleased(final MouseEvent event) {
			if (event.getX() != pressedAt)
				move(event.getX(), false);
			held = NONE;
			layOut();
		}

		@Override
		public void mouseMoved(final MouseEvent event) {
			panel.setCursor(Cursor.getPredefinedCursor(lineAt(event.getX()) == NONE ? Cursor.DEFAULT_CURSOR : Cursor.E_RESIZE_CURSOR));
		}

		private void move(final int x, final boolean dragging) {
			if (held != REVIEW && held != REJECT)
				return;
			final Rectangle2D area = area();
			final double inside = Math.max(area.getMinX(), Math.min(area.getMaxX(), x));
			final float value = (float) plot.getDomainAxis().java2DToValue(inside, area, RectangleEdge.BOTTOM);
			if (held == REVIEW)
				reviewFrom = Math.min(value, imageThreshold);
			else {
				imageThreshold = value;
				reviewFrom = Math.min(reviewFrom, value);
			}
			drawLines();
			listener.changed(reviewFrom, imageThreshold, dragging);
		}
	}
}
