package org.anomalyflow.desk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Component;
import java.awt.Container;
import java.awt.Graphics2D;
import java.awt.event.InputEvent;
import java.awt.event.MouseEvent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.roi.Overlays;
import org.junit.jupiter.api.Test;

class ScoreHistogramTest {

	private static final float[] GOOD = { 1, 1.1f, 1.2f, 1.3f, 1.8f };
	private static final float[] DEFECTIVE = { 1.7f, 2.5f, 4 };

	private final List<String> told = new ArrayList<>();

	private static BufferedImage paint(final Container histogram) {
		histogram.setSize(600, 260);
		histogram.doLayout();
		for (final Component child : histogram.getComponents())
			child.doLayout();
		final BufferedImage picture = new BufferedImage(600, 260, BufferedImage.TYPE_INT_RGB);
		final Graphics2D g = picture.createGraphics();
		histogram.getComponent(0).paint(g);
		g.dispose();
		return picture;
	}

	private ScoreHistogram histogram(final boolean draggable, final float review, final float reject) {
		final ScoreHistogram histogram = new ScoreHistogram(draggable);
		histogram.showScores(GOOD, DEFECTIVE);
		histogram.showThresholds(review, reject);
		histogram.onChange((low, high, dragging) -> {
			if (!dragging)
				told.add(String.format("%.1f %.1f", low, high));
		});
		paint(histogram);
		return histogram;
	}

	private static void drag(final ScoreHistogram histogram, final double from, final double to) {
		final Component panel = histogram.getComponent(0);
		final int start = (int) Math.round(histogram.xOf(from));
		final int end = (int) Math.round(histogram.xOf(to));
		send(panel, MouseEvent.MOUSE_PRESSED, start);
		send(panel, MouseEvent.MOUSE_DRAGGED, (start + end) / 2);
		send(panel, MouseEvent.MOUSE_DRAGGED, end);
		send(panel, MouseEvent.MOUSE_RELEASED, end);
	}

	private static void send(final Component panel, final int kind, final int x) {
		panel.dispatchEvent(new MouseEvent(panel, kind, 0, InputEvent.BUTTON1_DOWN_MASK, x, 120, 1, false, MouseEvent.BUTTON1));
	}

	@Test
	void aLineFollowsTheMouse() {
		final ScoreHistogram histogram = histogram(true, 1.5f, 2.2f);
		drag(histogram, 2.2, 3);
		drag(histogram, 1.5, 1.9);
		assertEquals(List.of("1.5 3.0", "1.9 3.0"), told);
	}

	@Test
	void theLowerLineStopsAtTheUpperOneWhichTakesItAlong() {
		final ScoreHistogram histogram = histogram(true, 1.5f, 2.2f);
		drag(histogram, 1.5, 3);
		assertEquals(List.of("2.2 2.2"), told);
		drag(histogram, 2.2, 1.4);
		assertEquals("1.4 2.2", told.get(1), "of two lines at one place the lower one goes down");
		drag(histogram, 2.2, 1.2);
		assertEquals("1.2 1.2", told.get(2));
	}

	@Test
	void elsewhereAndFixedNothingMoves() {
		drag(histogram(true, 1.5f, 2.2f), 3, 3.5);
		drag(histogram(false, 1.5f, 2.2f), 2.2, 3);
		assertTrue(told.isEmpty(), told::toString);
	}

	@Test
	void linesAreDrawnWhereTheyAre() {
		final ScoreHistogram histogram = histogram(false, 1.5f, 2.2f);
		final BufferedImage picture = paint(histogram);
		assertEquals(Overlays.color("reject").getRGB(), picture.getRGB((int) Math.round(histogram.xOf(2.2)), 120));
		assertEquals(Overlays.color("review").getRGB(), picture.getRGB((int) Math.round(histogram.xOf(1.5)), 120));
	}

	@Test
	void scoresFarApartHaveALogarithmicAxis() {
		final ScoreHistogram histogram = new ScoreHistogram(false);
		histogram.showScores(new float[]{ 1, 2 }, new float[]{ 500 });
		paint(histogram);
		assertEquals(histogram.xOf(10) - histogram.xOf(1), histogram.xOf(100) - histogram.xOf(10), 1e-6);
		histogram.showScores(new float[]{ -0.9f, -0.8f }, new float[]{ -0.1f });
		assertEquals(histogram.xOf(-0.5) - histogram.xOf(-0.9), histogram.xOf(-0.1) - histogram.xOf(-0.5), 1e-6);
	}

	@Test
	void oneScoreOrNoneIsEnough() {
		final ScoreHistogram histogram = new ScoreHistogram(true);
		paint(histogram);
		histogram.showScores(new float[]{ 3 }, new float[0]);
		paint(histogram);
		histogram.showThresholds(Float.NEGATIVE_INFINITY, Float.POSITIVE_INFINITY);
		paint(histogram);
		drag(histogram, 3, 4);
		assertTrue(told.isEmpty());
	}
}
