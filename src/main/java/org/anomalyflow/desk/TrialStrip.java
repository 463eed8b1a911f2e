package org.anomalyflow.desk;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.FlowLayout;
import java.awt.Image;
import java.awt.Insets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

import javax.swing.BorderFactory;
import javax.swing.ImageIcon;
import javax.swing.JButton;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.SwingConstants;

import org.anomalyflow.calibration.CalibrationImages.Seen;

/** The images whose scores are nearest to the line, in small with their heat, in the order of their scores. A click shows one. */
final class TrialStrip extends JPanel {

	private static final long serialVersionUID = 1L;
	private static final int MOST = 10;
	private static final int FRAME = 3;

	private final transient TrialPictures pictures;
	private final transient Consumer<Seen> chosen;
	private transient List<Seen> shown = List.of();

	/** @param chosen told which image was clicked on */
	TrialStrip(final TrialPictures pictures, final Consumer<Seen> chosen) {
		super(new FlowLayout(FlowLayout.LEADING, 4, 2));
		this.pictures = pictures;
		this.chosen = chosen;
		setPreferredSize(new Dimension(100, TrialPictures.SIDE + 3 * getFontMetrics(getFont()).getHeight()));
	}

	/**
	 * Shows the images next to a score.
	 *
	 * @param images all there are
	 * @param line the score
	 */
	void show(final List<Seen> images, final float line) {
		final List<Seen> nearest = images.stream().sorted(Comparator.comparingDouble(image -> Math.abs(image.score() - line))).limit(MOST)
			.sorted(Comparator.comparingDouble(Seen::score)).toList();
		if (nearest.equals(shown) && getComponentCount() > 0)
			return;
		shown = nearest;
		for (final Seen image : nearest)
			if (pictures.thumbnail(image) == null)
				pictures.makeThumbnail(image, wanted -> shown.contains(wanted), this::fill);
		fill();
	}

	private void fill() {
		removeAll();
		if (shown.isEmpty())
			add(new JLabel("Give folders of good and defective images to see those at the line here."));
		shown.forEach(image -> add(button(image)));
		revalidate();
		repaint();
	}

	private JButton button(final Seen image) {
		final Image small = pictures.thumbnail(image);
		final JButton button = new JButton(ColorBar.text(image.score()), small == null ? null : new ImageIcon(small));
		button.setName("picture");
		button.setHorizontalTextPosition(SwingConstants.CENTER);
		button.setVerticalTextPosition(SwingConstants.BOTTOM);
		button.setMargin(new Insets(0, 0, 0, 0));
		final Color color = image.defective() ? ScoreHistogram.DEFECTIVE : ScoreHistogram.GOOD;
		button.setBorder(BorderFactory.createLineBorder(color, FRAME));
		final int height = TrialPictures.SIDE + 2 * FRAME + getFontMetrics(getFont()).getHeight() + 6;
		button.setPreferredSize(new Dimension(TrialPictures.SIDE + 2 * FRAME, height));
		button.setToolTipText((image.defective() ? "defective: " : "good: ") + image.file() + (image.slice() > 1 ? ", slice " + image.slice() : ""));
		button.addActionListener(event -> chosen.accept(image));
		return button;
	}

	/** The image with the highest score of those shown; empty if there are none. */
	Optional<Seen> first() {
		return shown.stream().reduce((a, b) -> b);
	}
}
