package org.anomalyflow.desk;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;

import javax.swing.JToggleButton;

import org.anomalyflow.image.HeatLut;
import org.anomalyflow.roi.Overlays;
import org.anomalyflow.threshold.DisplayRange;
import org.anomalyflow.training.GoodImage;

/** A good image in small with its heatmap, score and verdict. Pressed, it is marked to be left out. */
final class GoodThumbnail extends JToggleButton {

	private static final long serialVersionUID = 1L;
	static final int SIDE = 112;
	private static final int GAP = 5;
	private static final int LINES = 2;
	private static final float OPACITY = 0.65f;

	private final transient GoodScoreList.Part part;
	private final String decision;
	private final transient DisplayRange range;
	private transient BufferedImage picture;

	/** @param decision that the part gets by the thresholds: pass, review or reject */
	GoodThumbnail(final GoodScoreList.Part part, final String decision, final DisplayRange range) {
		this.part = part;
		this.decision = decision;
		this.range = range;
		setName("good " + part.name());
		setToolTipText("<html>" + escaped(part.name()) + "<br>Score " + ColorBar.text(part.score()) + ", " + decision +
			"<br>Click: leave it out of the next training</html>");
		getAccessibleContext().setAccessibleName(part.name());
		final FontMetrics metrics = getFontMetrics(getFont());
		setPreferredSize(new Dimension(SIDE + 2 * GAP, SIDE + 2 * GAP + LINES * metrics.getHeight() + GAP));
		setContentAreaFilled(false);
		setBorderPainted(false);
		setFocusPainted(false);
		setRolloverEnabled(true);
	}

	private static String escaped(final String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;");
	}

	GoodScoreList.Part part() {
		return part;
	}

	/** Makes the picture; takes long, so not in the event thread. */
	BufferedImage load() {
		final GoodImage shown = part.shown();
		final BufferedImage full = new SlicePictures(shown.slices()).picture(shown.number());
		final double scale = (double) SIDE / Math.max(full.getWidth(), full.getHeight());
		final BufferedImage small = new BufferedImage(Math.max(1, (int) Math.round(scale * full.getWidth())),
			Math.max(1, (int) Math.round(scale * full.getHeight())), BufferedImage.TYPE_INT_RGB);
		final Graphics2D g = small.createGraphics();
		g.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
		g.drawImage(full.getScaledInstance(small.getWidth(), small.getHeight(), Image.SCALE_AREA_AVERAGING), 0, 0, null);
		g.dispose();
		warm(small, shown);
		return small;
	}

	/** Draws the heat of the slice, or of its tiles, over it, the more transparent the cooler. */
	private void warm(final BufferedImage small, final GoodImage shown) {
		for (int i = 0; i < part.images().size(); i++) {
			final GoodImage image = part.images().get(i);
			final JudgedImage heat = part.heats().get(i);
			if (heat == null || image.number() != shown.number() || !image.file().equals(shown.file()))
				continue;
			final double scale = (double) image.sliceWidth() / small.getWidth();
			for (int y = 0; y < small.getHeight(); y++)
				for (int x = 0; x < small.getWidth(); x++) {
					final double column = (x + 0.5) * scale - image.x();
					final double row = (y + 0.5) * scale - image.y();
					if (column < 0 || row < 0 || column >= heat.width() || row >= heat.height())
						continue;
					final float share = range.normalise(heat.at(column, row));
					if (!Float.isNaN(share))
						small.setRGB(x, y, mixed(small.getRGB(x, y), HeatLut.color(share), share * OPACITY));
				}
		}
	}

	private static int mixed(final int below, final Color above, final float share) {
		final Color base = new Color(below);
		return new Color(mix(base.getRed(), above.getRed(), share), mix(base.getGreen(), above.getGreen(), share),
			mix(base.getBlue(), above.getBlue(), share)).getRGB();
	}

	private static int mix(final int below, final int above, final float share) {
		return Math.round((1 - share) * below + share * above);
	}

	/** Shows what {@link #load} has made. */
	void show(final BufferedImage loaded) {
		picture = loaded;
		repaint();
	}

	@Override
	protected void paintComponent(final Graphics graphics) {
		super.paintComponent(graphics);
		final Graphics2D g = (Graphics2D) graphics.create();
		g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
		g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
		if (isFocusOwner() || getModel().isRollover()) {
			g.setColor(new Color(getForeground().getRGB() & 0xffffff | 0x20000000, true));
			g.fillRect(0, 0, getWidth(), getHeight());
		}
		final int width = picture == null ? SIDE : picture.getWidth();
		final int height = picture == null ? SIDE : picture.getHeight();
		final int left = (getWidth() - width) / 2;
		final int top = GAP + (SIDE - height) / 2;
		if (picture == null) {
			g.setColor(Color.LIGHT_GRAY);
			g.fillRect(left, top, width, height);
		}
		else
			g.drawImage(picture, left, top, null);
		g.setColor(Overlays.color(decision));
		g.setStroke(new BasicStroke(decision.equals("pass") ? 1 : 3));
		g.drawRect(left, top, width - 1, height - 1);
		if (isSelected())
			cross(g, left, top, width, height);
		final FontMetrics metrics = g.getFontMetrics();
		final int line = GAP + SIDE + metrics.getAscent() + 2;
		g.setColor(getForeground());
		centred(g, isSelected() ? "left out" : ColorBar.text(part.score()) + (decision.equals("pass") ? "" : "  " + decision), line);
		centred(g, shortened(part.name(), metrics), line + metrics.getHeight());
		g.dispose();
	}

	private static void cross(final Graphics2D g, final int left, final int top, final int width, final int height) {
		g.setColor(new Color(255, 255, 255, 120));
		g.fillRect(left, top, width, height);
		g.setStroke(new BasicStroke(4));
		g.setColor(Overlays.color("reject"));
		g.drawLine(left + 6, top + 6, left + width - 7, top + height - 7);
		g.drawLine(left + width - 7, top + 6, left + 6, top + height - 7);
	}

	private void centred(final Graphics2D g, final String text, final int y) {
		g.drawString(text, (getWidth() - g.getFontMetrics().stringWidth(text)) / 2, y);
	}

	/** The end of a name tells more than its beginning. */
	private static String shortened(final String name, final FontMetrics metrics) {
		String text = name;
		while (text.length() > 4 && metrics.stringWidth((text.equals(name) ? "" : "...") + text) > SIDE)
			text = text.substring(1);
		return (text.equals(name) ? "" : "...") + text;
	}
}
