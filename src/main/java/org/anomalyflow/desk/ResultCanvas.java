package org.anomalyflow.desk;

import java.awt.AlphaComposite;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Dimension;
import java.awt.Graphics;
import java.awt.Graphics2D;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.event.MouseAdapter;
import java.awt.event.MouseEvent;
import java.awt.event.MouseWheelEvent;
import java.awt.geom.AffineTransform;
import java.awt.geom.NoninvertibleTransformException;
import java.awt.geom.Point2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.function.IntConsumer;

import javax.swing.JPanel;

import ij.gui.ShapeRoi;

import org.anomalyflow.roi.Overlays;
import org.anomalyflow.roi.Region;
import org.anomalyflow.roi.SliceRegions;

/** A slice with its heatmap over it and the outlines of its regions, numbered. The wheel zooms, dragging moves, a click selects. */
final class ResultCanvas extends JPanel {

	private static final long serialVersionUID = 1L;
	private static final double WHEEL = 1.2;
	private static final double LARGEST_ZOOM = 40;
	private static final int MARGIN = 3;

	private transient BufferedImage picture;
	private transient BufferedImage heat;
	private transient SliceRegions regions;
	private final transient IntConsumer selected;
	private double pictureScale = 1;
	private float opacity = 0.5f;
	private int selection = -1;
	/** Screen pixels per image pixel; 0 for as large as fits. */
	private double zoom;
	private double centreX;
	private double centreY;
	private transient Point pressed;

	/** @param selected told the index of a region that was clicked on, -1 for none */
	ResultCanvas(final IntConsumer selected) {
		this.selected = selected;
		setPreferredSize(new Dimension(520, 420));
		setBackground(Color.DARK_GRAY);
		final MouseAdapter mouse = new Mouse();
		addMouseListener(mouse);
		addMouseMotionListener(mouse);
		addMouseWheelListener(mouse);
	}

	/** Shows another slice. */
	void show(final BufferedImage slice, final BufferedImage heatmap, final double scale, final SliceRegions found) {
		picture = slice;
		heat = heatmap;
		pictureScale = scale;
		regions = found;
		selection = -1;
		zoom = 0;
		repaint();
	}

	/** Shows other regions of the same slice. */
	void mark(final SliceRegions found) {
		regions = found;
		selection = -1;
		repaint();
	}

	/** @param share 0 for no heatmap to 1 */
	void setOpacity(final float share) {
		opacity = share;
		repaint();
	}

	/** Marks a region and brings it into view; -1 shows the whole. */
	void select(final int index) {
		selection = index;
		if (index < 0)
			zoom = 0;
		else {
			final Rectangle bounds = regionList().get(index).outline().getBounds();
			centreX = bounds.getCenterX();
			centreY = bounds.getCenterY();
			final double wanted = Math.min(getWidth() / (MARGIN * (double) bounds.width), getHeight() / (MARGIN * (double) bounds.height));
			zoom = Math.max(fit(), Math.min(LARGEST_ZOOM / 4, wanted));
		}
		repaint();
	}

	private List<Region> regionList() {
		return regions == null ? List.of() : regions.regions();
	}

	private double fit() {
		return picture == null ? 1 : Math.min(getWidth() * pictureScale / picture.getWidth(), getHeight() * pictureScale / picture.getHeight());
	}

	/** From pixels of the image to those of the screen. */
	private AffineTransform view() {
		final double scale = zoom == 0 ? fit() : zoom;
		final double x = zoom == 0 ? picture.getWidth() / pictureScale / 2 : centreX;
		final double y = zoom == 0 ? picture.getHeight() / pictureScale / 2 : centreY;
		final AffineTransform view = AffineTransform.getTranslateInstance(getWidth() / 2.0, getHeight() / 2.0);
		view.scale(scale, scale);
		view.translate(-x, -y);
		return view;
	}

	@Override
	protected void paintComponent(final Graphics graphics) {
		super.paintComponent(graphics);
		if (picture == null)
			return;
		final Graphics2D g = (Graphics2D) graphics.create();
		g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
		final AffineTransform view = view();
		final AffineTransform pictures = new AffineTransform(view);
		pictures.scale(1 / pictureScale, 1 / pictureScale);
		g.drawImage(picture, pictures, null);
		if (opacity > 0) {
			g.setComposite(AlphaComposite.SrcOver.derive(opacity));
			g.drawImage(heat, pictures, null);
			g.setComposite(AlphaComposite.SrcOver);
		}
		for (int i = 0; i < regionList().size(); i++)
			draw(g, view, i);
		g.dispose();
	}

	private void draw(final Graphics2D g, final AffineTransform view, final int index) {
		final Region region = regionList().get(index);
		final Shape outline = view.createTransformedShape(shape(region));
		final Color color = Overlays.color(regions.decision());
		g.setStroke(new BasicStroke(index == selection ? 3 : 1.5f));
		g.setColor(index == selection ? Color.WHITE : color);
		g.draw(outline);
		final Rectangle bounds = outline.getBounds();
		final String name = Integer.toString(region.number());
		g.setColor(Color.BLACK);
		g.drawString(name, bounds.x + 1, bounds.y - 1);
		g.setColor(index == selection ? Color.WHITE : color);
		g.drawString(name, bounds.x, bounds.y - 2);
	}

	/** In pixels of the image. */
	private static Shape shape(final Region region) {
		final ShapeRoi outline = new ShapeRoi(region.outline());
		final Rectangle bounds = outline.getBounds();
		return AffineTransform.getTranslateInstance(bounds.x, bounds.y).createTransformedShape(outline.getShape());
	}

	private Point2D inImage(final Point point) {
		try {
			return view().inverseTransform(point, null);
		}
		catch (final NoninvertibleTransformException e) {
			throw new IllegalStateException(e); // no zoom is 0
		}
	}

	private final class Mouse extends MouseAdapter {

		@Override
		public void mousePressed(final MouseEvent event) {
			pressed = event.getPoint();
		}

		@Override
		public void mouseClicked(final MouseEvent event) {
			if (picture == null)
				return;
			final Point2D at = inImage(event.getPoint());
			int found = -1;
			for (int i = 0; i < regionList().size(); i++)
				if (regionList().get(i).outline().contains((int) at.getX(), (int) at.getY()))
					found = i;
			selected.accept(found);
		}

		@Override
		public void mouseDragged(final MouseEvent event) {
			if (zoom == 0 || pressed == null)
				return;
			centreX -= (event.getX() - pressed.x) / zoom;
			centreY -= (event.getY() - pressed.y) / zoom;
			pressed = event.getPoint();
			repaint();
		}

		@Override
		public void mouseWheelMoved(final MouseWheelEvent event) {
			if (picture == null)
				return;
			final Point2D at = inImage(event.getPoint());
			final double before = zoom == 0 ? fit() : zoom;
			zoom = Math.min(LARGEST_ZOOM, before * Math.pow(WHEEL, -event.getPreciseWheelRotation()));
			if (zoom <= fit())
				zoom = 0;
			else {
				centreX = at.getX() - (event.getX() - getWidth() / 2.0) / zoom;
				centreY = at.getY() - (event.getY() - getHeight() / 2.0) / zoom;
			}
			repaint();
		}
	}
}
