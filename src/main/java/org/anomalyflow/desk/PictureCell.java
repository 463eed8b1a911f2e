package org.anomalyflow.desk;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Component;
import java.awt.Dimension;
import java.awt.FontMetrics;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.function.Function;

import javax.swing.JComponent;
import javax.swing.JList;
import javax.swing.ListCellRenderer;

import org.anomalyflow.roi.Overlays;

/** One picture of a gallery: in small, framed in the colour of its verdict, with its score, its name and a person's mark below. */
final class PictureCell extends JComponent implements ListCellRenderer<FolderRows.Row> {

	private static final long serialVersionUID = 1L;
	private static final int FRAME = 4;
	private static final int GAP = 5;

	private final transient Thumbnails thumbnails;
	private final transient Function<FolderRows.Row, String> marks;
	private final int lineHeight;
	private transient FolderRows.Row row;
	private transient JList<?> list;
	private boolean selected;

	/** @param marks what a person has said of a picture; empty for nothing */
	PictureCell(final Thumbnails thumbnails, final Function<FolderRows.Row, String> marks, final FontMetrics metrics) {
		this.thumbnails = thumbnails;
		this.marks = marks;
		lineHeight = metrics.getHeight();
		setPreferredSize(new Dimension(Thumbnails.SIDE + 2 * (FRAME + GAP), Thumbnails.SIDE + 2 * (FRAME + GAP) + 2 * lineHeight));
	}

	@Override
	public Component getListCellRendererComponent(final JList<? extends FolderRows.Row> gallery, final FolderRows.Row value, final int index,
		final boolean isSelected, final boolean hasFocus)
	{
		row = value;
		list = gallery;
		selected = isSelected;
		setFont(gallery.getFont());
		return this;
	}

	@Override
	protected void paintComponent(final Graphics graphics) {
		final Graphics2D g = (Graphics2D) graphics;
		g.setColor(selected ? list.getSelectionBackground() : list.getBackground());
		g.fillRect(0, 0, getWidth(), getHeight());
		final BufferedImage picture = thumbnails.get(row);
		final int side = Thumbnails.SIDE;
		final int x = GAP + FRAME;
		if (picture != null)
			g.drawImage(picture, x + (side - picture.getWidth()) / 2, x + (side - picture.getHeight()) / 2, null);
		g.setColor(FolderRows.FAILED.equals(row.decision()) ? Color.GRAY : Overlays.color(row.decision()));
		g.setStroke(new BasicStroke(FRAME));
		g.drawRect(GAP + FRAME / 2, GAP + FRAME / 2, side + FRAME, side + FRAME);
		g.setColor(selected ? list.getSelectionForeground() : list.getForeground());
		final int baseline = 2 * (FRAME + GAP) + side + g.getFontMetrics().getAscent() - GAP / 2;
		g.drawString(fitting(g.getFontMetrics(), score()), GAP, baseline);
		g.drawString(fitting(g.getFontMetrics(), row.image()), GAP, baseline + lineHeight);
	}

	private String score() {
		final String mark = marks.apply(row);
		final String said = mark.isEmpty() ? row.decision() : "\u2192 " + mark;
		return row.verdict() == null ? "not judged" : ColorBar.text(row.verdict().score()) + " " + said;
	}

	/** The end of a name tells more than its beginning. */
	private static String fitting(final FontMetrics metrics, final String text) {
		final int width = Thumbnails.SIDE + 2 * FRAME + GAP;
		if (metrics.stringWidth(text) <= width)
			return text;
		int from = 1;
		while (from < text.length() && metrics.stringWidth("\u2026" + text.substring(from)) > width)
			from++;
		return "\u2026" + text.substring(from);
	}
}
