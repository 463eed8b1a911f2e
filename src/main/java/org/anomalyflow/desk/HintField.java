package org.anomalyflow.desk;

import java.awt.Color;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Insets;
import java.awt.RenderingHints;

import javax.swing.JTextField;

/** A line of text that says, while it is empty, what that means. */
final class HintField extends JTextField {

	private static final long serialVersionUID = 1L;

	private String hint;

	HintField(final int columns, final String hint) {
		super(columns);
		this.hint = hint;
	}

	/** Says something else while it is empty. */
	void setHint(final String text) {
		hint = text;
		repaint();
	}

	@Override
	protected void paintComponent(final Graphics graphics) {
		super.paintComponent(graphics);
		if (!getText().isEmpty() || hint.isEmpty())
			return;
		final Graphics2D g = (Graphics2D) graphics.create();
		g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
		g.setFont(getFont());
		g.setColor(between(getForeground(), getBackground()));
		final Insets insets = getInsets();
		g.drawString(hint, insets.left,
			insets.top + g.getFontMetrics().getAscent() + (getHeight() - insets.top - insets.bottom - g.getFontMetrics().getHeight()) / 2);
		g.dispose();
	}

	/** Readable in dark looks, too. */
	private static Color between(final Color a, final Color b) {
		return new Color((a.getRed() + b.getRed()) / 2, (a.getGreen() + b.getGreen()) / 2, (a.getBlue() + b.getBlue()) / 2);
	}
}
