package org.anomalyflow.desk;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.GridLayout;
import java.awt.geom.Ellipse2D;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

import javax.swing.JPanel;

import org.jfree.chart.ChartPanel;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.TextTitle;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * What a training tells while it goes on, as curves: the loss of the images that train, that of images that a model has not seen, and
 * the scores of unseen images as they come. To be used by the event thread.
 */
final class TrainingCurves extends JPanel {

	private static final long serialVersionUID = 1L;
	private static final Dimension SIZE = new Dimension(400, 290);
	private static final Color[] LINES = { new Color(0x1f77b4), new Color(0x2ca02c), new Color(0x7f7f7f) };
	private static final Color UNSEEN = new Color(0xd62728);
	private static final Color SEEN = new Color(0x9467bd);
	private static final double DOT = 6;

	private final transient XYSeriesCollection lossData = new XYSeriesCollection();
	private final transient XYSeriesCollection comparisonData = new XYSeriesCollection();
	private final transient XYSeriesCollection scoreData = new XYSeriesCollection();
	private final transient XYPlot lossPlot;
	private final ChartPanel lossPanel;
	private final ChartPanel scorePanel;
	private final transient JFreeChart scoreChart;
	private final Map<String, XYSeries> stages = new LinkedHashMap<>();
	/** The newest score of each image, by the order in which images came first. */
	private final Map<Integer, Integer> places = new TreeMap<>();
	private transient XYSeries scores;

	TrainingCurves() {
		super(new GridLayout(1, 0, 8, 0));
		lossPlot = new XYPlot(lossData, new NumberAxis("Epoch"), ChartLook.valueAxis("Loss"), new XYLineAndShapeRenderer(true, false));
		for (int i = 0; i < LINES.length; i++) {
			lossPlot.getRenderer().setSeriesPaint(i, LINES[i]);
			lossPlot.getRenderer().setSeriesStroke(i, new BasicStroke(2));
		}
		lossPlot.setDataset(1, comparisonData);
		lossPlot.setRenderer(1, dots(true, UNSEEN, SEEN));
		lossPlot.getDomainAxis().setStandardTickUnits(NumberAxis.createIntegerTickUnits());
		lossPanel = panel(new JFreeChart("Loss", JFreeChart.DEFAULT_TITLE_FONT, lossPlot, true));
		final XYPlot scorePlot = new XYPlot(scoreData, new NumberAxis("Images as they were judged"), ChartLook.valueAxis("Score"),
			dots(false, UNSEEN));
		scorePlot.getDomainAxis().setStandardTickUnits(NumberAxis.createIntegerTickUnits());
		scoreChart = new JFreeChart("Scores of unseen good images", JFreeChart.DEFAULT_TITLE_FONT, scorePlot, false);
		scorePanel = panel(scoreChart);
		add(lossPanel);
		add(scorePanel);
		clear();
	}

	private static XYLineAndShapeRenderer dots(final boolean lines, final Color... colors) {
		final XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(lines, true);
		for (int i = 0; i < colors.length; i++) {
			renderer.setSeriesPaint(i, colors[i]);
			renderer.setSeriesShape(i, new Ellipse2D.Double(-DOT / 2, -DOT / 2, DOT, DOT));
		}
		return renderer;
	}

	private static ChartPanel panel(final JFreeChart chart) {
		final TextTitle title = chart.getTitle();
		title.setFont(title.getFont().deriveFont(Font.PLAIN, 14f));
		final ChartPanel panel = new ChartPanel(chart, SIZE.width, SIZE.height, 0, 0, Integer.MAX_VALUE, Integer.MAX_VALUE, false, false, false,
			false, false, true);
		panel.setOpaque(false);
		panel.setPreferredSize(SIZE);
		panel.setMinimumSize(new Dimension(200, 150));
		return panel;
	}

	@Override
	public void updateUI() {
		super.updateUI();
		if (scorePanel != null)
			dress();
	}

	private void dress() {
		ChartLook.dress(lossPanel.getChart(), this);
		ChartLook.dress(scoreChart, this);
	}

	/** For another training. */
	void clear() {
		lossData.removeAllSeries();
		comparisonData.removeAllSeries();
		scoreData.removeAllSeries();
		stages.clear();
		places.clear();
		scores = new XYSeries("score", true, false);
		scoreData.addSeries(scores);
		lossPlot.setRangeAxis(1, null);
		dress();
		tell(0);
	}

	/** Says how many images were judged. */
	private void tell(final int count) {
		scoreChart.getTitle().setText("Scores of unseen good images" + (count == 0 ? " (none yet)" : " (" + count + ")"));
	}

	/** @param shown whether there are curves of losses: not all kinds of detectors have them */
	void showLosses(final boolean shown) {
		remove(lossPanel);
		if (shown)
			add(lossPanel, 0);
		revalidate();
		repaint();
	}

	/** @param stage what is being done; its models share a curve, which begins again with each */
	void epoch(final String stage, final int epoch, final double loss) {
		final XYSeries series = stages.computeIfAbsent(stage, name -> {
			final XYSeries fresh = new XYSeries(label(name), true, false);
			lossData.addSeries(fresh);
			return fresh;
		});
		if (epoch == 1 && !series.isEmpty())
			series.clear();
		series.addOrUpdate(epoch, loss);
	}

	private static String label(final String stage) {
		return switch (stage) {
			case "Finding the length" -> "training, to find the length";
			case "Cross-validating" -> "training without a fifth";
			default -> "training";
		};
	}

	/**
	 * Both kinds of images compared.
	 *
	 * @param losses whether the numbers are losses, which belong to the axis of these; otherwise scores
	 */
	void compared(final int epoch, final double unseen, final double seen, final boolean losses) {
		if (comparisonData.getSeriesCount() == 0) {
			comparisonData.addSeries(new XYSeries("unseen images", true, false));
			comparisonData.addSeries(new XYSeries("as many seen ones", true, false));
			if (losses)
				lossPlot.mapDatasetToRangeAxis(1, 0);
			else {
				lossPlot.setRangeAxis(1, ChartLook.valueAxis("Mean score"));
				lossPlot.mapDatasetToRangeAxis(1, 1);
				dress();
			}
		}
		comparisonData.getSeries(0).addOrUpdate(epoch, unseen);
		comparisonData.getSeries(1).addOrUpdate(epoch, seen);
	}

	/**
	 * An unseen image was judged, for the first time or again by a model that was trained for longer.
	 *
	 * @param count how many images were judged so far
	 */
	void judged(final int image, final float score, final int count) {
		final int place = places.getOrDefault(image, places.size() + 1);
		places.put(image, place);
		scores.addOrUpdate(place, score);
		tell(count);
	}
}
