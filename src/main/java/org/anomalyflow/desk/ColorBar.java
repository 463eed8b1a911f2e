package org.anomalyflow.desk;

import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.util.Locale;

import javax.swing.JComponent;

import org.anomalyflow.image.HeatLut;
import org.anomalyflow.threshold.DisplayRange;

/** The colours of a heatmap beside their scores, with the pixel threshold marked. */
final class ColorBar extends JComponent {

	private static final long serialVersionUID = 1L;
	private static final int WIDTH = 16;
	private static final int MARGIN = 12;

	private transient DisplayRange range;
	private double threshold;

	ColorBar() {
		setPreferredSize(new Dimension(86, 200));
	}

	/** Shows other scores. */
	void show(final DisplayRange scores, final double pixelThreshold) {
		range = scores;
		threshold = pixelThreshold;
		setToolTipText("Pixels from " + text(pixelThreshold) + " on are marked");
		repaint();
	}

	@Override
	protected void paintComponent(final Graphics g) {
		if (range == null)
			return;
		final int length = Math.max(1, getHeight() - 2 * MARGIN);
		for (int y = 0; y < length; y++) {
			g.setColor(HeatLut.color(1 - y / (double) length));
			g.fillRect(0, MARGIN + y, WIDTH, 1);
		}
		g.setColor(getForeground());
		label(g, range.high(), MARGIN);
		label(g, range.low(), MARGIN + length);
		if (!Double.isFinite(threshold) || threshold <= range.low() || threshold > range.high())
			return;
		final int y = MARGIN + (int) Math.round((1 - range.normalise((float) threshold)) * length);
		g.fillRect(0, y - 1, WIDTH + 4, 2);
		label(g, threshold, y);
	}

	private void label(final Graphics g, final double value, final int y) {
		final FontMetrics metrics = g.getFontMetrics();
		g.drawString(text(value), WIDTH + 6, y + metrics.getAscent() / 2 - 1);
	}

	/** Four digits, as in tables. */
	static String text(final double value) {
		return String.format(Locale.ROOT, "%.4g", value);
	}
}
