package org.anomalyflow.desk;

import java.awt.Dimension;
import java.awt.GraphicsEnvironment;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.WindowAdapter;
import java.awt.event.WindowEvent;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

import ij.IJ;

/** Finds a place for a window where it covers as little as possible of the others, and gives it the host's icon. */
final class Placement {

	private static final int STEPS = 6;
	/** The host's main window must stay in reach: covering it is as bad as covering ten others. */
	private static final int WEIGHT_OF_MAIN = 10;
	/** What a result takes of the screen's width. */
	private static final int RESULT = 726;
	private static final int NARROWEST = 600;

	private Placement() {}

	/** Moves a window there, within the screen and not larger than it. */
	static void free(final Window window) {
		final Rectangle screen = GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
		final Window main = IJ.getInstance();
		final List<Rectangle> others = Arrays.stream(Window.getWindows()).filter(other -> other != window && other.isShowing())
			.flatMap(other -> Stream.generate(other::getBounds).limit(other == main ? WEIGHT_OF_MAIN : 1)).toList();
		if (main != null && window.getIconImages().isEmpty())
			window.setIconImages(main.getIconImages());
		window.setSize(Math.min(window.getWidth(), screen.width), Math.min(window.getHeight(), heightBeside(main, screen)));
		move(window, place(new Rectangle(window.getSize()), screen, others));
	}

	/** The width of a window from which results are opened that are to lie beside it, as far as the screen allows. */
	static int besideResult(final int wanted) {
		return besideResult(wanted, GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds().width);
	}

	static int besideResult(final int wanted, final int screen) {
		return Math.min(wanted, Math.max(NARROWEST, screen - RESULT));
	}

	/**
	 * Moves a window to a point. Without a window manager AWT's thread that hears of the size of a packed window may write its old place
	 * over the new one, and Java would believe the old one for good: menus would open there. Being told twice mends that.
	 */
	static void move(final Window window, final Point place) {
		window.setLocation(place);
		if (!window.getLocation().equals(place))
			window.setLocation(place);
	}

	/**
	 * Puts a packed window that is about to open into the middle of its owner or of the screen, also once it is open: as {@link #move} says,
	 * Java may have lost its place by then.
	 */
	static void center(final Window window) {
		final Point place = centered(window.getSize(),
			window.getOwner() != null && window.getOwner().isShowing()
				? window.getOwner().getBounds()
				: GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds());
		window.setLocation(place);
		window.addWindowListener(new WindowAdapter() {

			@Override
			public void windowOpened(final WindowEvent event) {
				move(window, place);
			}
		});
	}

	/** Where the corner of a window is that lies in the middle of something, as far as the screen allows. */
	private static Point centered(final Dimension size, final Rectangle around) {
		final Rectangle screen = GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
		final int x = around.x + (around.width - size.width) / 2;
		final int y = around.y + (around.height - size.height) / 2;
		return new Point(Math.max(screen.x, Math.min(x, screen.x + screen.width - size.width)),
			Math.max(screen.y, Math.min(y, screen.y + screen.height - size.height)));
	}

	/** What is left below or above the main window, so that both fit. */
	private static int heightBeside(final Window main, final Rectangle screen) {
		if (main == null || !main.isShowing())
			return screen.height;
		return Math.max(screen.height / 2, Math.max(screen.y + screen.height - main.getY() - main.getHeight(), main.getY() - screen.y));
	}

	/**
	 * The place in a grid that covers least; of equal ones the rightmost, and of those the lowest.
	 *
	 * @param size of the window
	 * @param screen where it has to be
	 * @param others what should not be covered
	 */
	static Point place(final Rectangle size, final Rectangle screen, final List<Rectangle> others) {
		final Comparator<Rectangle> least = Comparator.comparingLong(place -> covered(place, others));
		return Stream.iterate(0, i -> i + 1).limit((STEPS + 1) * (STEPS + 1))
			.map(i -> new Rectangle(screen.x + (screen.width - size.width) * (STEPS - i % (STEPS + 1)) / STEPS,
				screen.y + (screen.height - size.height) * (STEPS - i / (STEPS + 1)) / STEPS, size.width, size.height))
			.min(least).orElseThrow().getLocation();
	}

	private static long covered(final Rectangle place, final List<Rectangle> others) {
		return others.stream().map(place::intersection).filter(common -> !common.isEmpty())
			.mapToLong(common -> (long) common.width * common.height).sum();
	}
}
