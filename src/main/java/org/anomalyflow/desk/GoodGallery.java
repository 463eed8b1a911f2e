package org.anomalyflow.desk;

import java.awt.BorderLayout;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Insets;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JScrollPane;
import javax.swing.Scrollable;
import javax.swing.SwingWorker;

import org.anomalyflow.command.TrainedModel;
import org.anomalyflow.util.AnomalyFlowException;

/** All good images that were judged, the highest score first, as thumbnails that can be marked. */
final class GoodGallery extends JPanel {

	private static final long serialVersionUID = 1L;

	private final Wrapped thumbnails = new Wrapped();
	private final transient Runnable marked;
	private transient SwingWorker<Void, Loaded> loading;

	/** @param marked told when another image is marked, or not any more */
	GoodGallery(final Runnable marked) {
		super(new BorderLayout());
		this.marked = marked;
		final JScrollPane scroll = new JScrollPane(thumbnails, JScrollPane.VERTICAL_SCROLLBAR_ALWAYS, JScrollPane.HORIZONTAL_SCROLLBAR_NEVER);
		scroll.getVerticalScrollBar().setUnitIncrement(GoodThumbnail.SIDE / 2);
		scroll.setPreferredSize(new Dimension(5 * (GoodThumbnail.SIDE + 20), 320));
		add(scroll, BorderLayout.CENTER);
	}

	private record Loaded(GoodThumbnail thumbnail, BufferedImage picture) {}

	/** Shows other images. */
	void show(final TrainedModel model, final GoodScoreList good) {
		if (loading != null)
			loading.cancel(false);
		thumbnails.removeAll();
		final List<GoodThumbnail> all = new ArrayList<>();
		for (final GoodScoreList.Part part : good.parts()) {
			final GoodThumbnail thumbnail = new GoodThumbnail(part, decision(model, part.score()), model.display());
			thumbnail.addActionListener(event -> marked.run());
			all.add(thumbnail);
			thumbnails.add(thumbnail);
		}
		if (all.isEmpty())
			thumbnails.add(new JLabel("No image was judged."));
		revalidate();
		repaint();
		load(all);
	}

	/** What a score means by the thresholds alone. */
	private static String decision(final TrainedModel model, final double score) {
		return score >= model.rejectFrom() ? "reject" : score >= model.reviewFrom() ? "review" : "pass";
	}

	private void load(final List<GoodThumbnail> all) {
		loading = new SwingWorker<>() {

			@Override
			protected Void doInBackground() {
				for (final GoodThumbnail thumbnail : all) {
					if (isCancelled())
						return null;
					try {
						publish(new Loaded(thumbnail, thumbnail.load()));
					}
					catch (final AnomalyFlowException e) {
						// the file is gone since; its score stays
					}
				}
				return null;
			}

			@Override
			protected void process(final List<Loaded> some) {
				some.forEach(one -> one.thumbnail().show(one.picture()));
			}
		};
		loading.execute();
	}

	/** The parts that are marked. */
	List<GoodScoreList.Part> marked() {
		final List<GoodScoreList.Part> parts = new ArrayList<>();
		for (int i = 0; i < thumbnails.getComponentCount(); i++)
			if (thumbnails.getComponent(i) instanceof GoodThumbnail thumbnail && thumbnail.isSelected())
				parts.add(thumbnail.part());
		return parts;
	}

	/** Rows as wide as the window; higher than it if need be. */
	private static final class Wrapped extends JPanel implements Scrollable {

		private static final long serialVersionUID = 1L;

		Wrapped() {
			super(new FlowLayout(FlowLayout.LEADING, 4, 4));
		}

		@Override
		public Dimension getPreferredSize() {
			final int width = getParent() == null ? 1 : getParent().getWidth();
			final FlowLayout flow = (FlowLayout) getLayout();
			final Insets insets = getInsets();
			int x = 0;
			int rows = 1;
			int height = 0;
			for (int i = 0; i < getComponentCount(); i++) {
				final Dimension size = getComponent(i).getPreferredSize();
				height = Math.max(height, size.height);
				if (x > 0 && x + flow.getHgap() + size.width > width - insets.left - insets.right) {
					rows++;
					x = 0;
				}
				x += flow.getHgap() + size.width;
			}
			return new Dimension(width, rows * (height + flow.getVgap()) + flow.getVgap());
		}

		@Override
		public Dimension getPreferredScrollableViewportSize() {
			return getPreferredSize();
		}

		@Override
		public int getScrollableUnitIncrement(final Rectangle visible, final int orientation, final int direction) {
			return GoodThumbnail.SIDE / 2;
		}

		@Override
		public int getScrollableBlockIncrement(final Rectangle visible, final int orientation, final int direction) {
			return visible.height;
		}

		@Override
		public boolean getScrollableTracksViewportWidth() {
			return true;
		}

		@Override
		public boolean getScrollableTracksViewportHeight() {
			return false;
		}
	}
}
