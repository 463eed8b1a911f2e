package org.anomalyflow.host.imagej1;

import java.awt.AWTException;
import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import javax.swing.AbstractButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

/** Finds what is on the screen and uses mouse and keyboard as a person does. */
final class OnScreen {

	/** Of one step; making pictures on a busy machine takes more. */
	private static final int LIMIT_SECONDS = Integer.getInteger("limit.seconds", 50);
	private static final int PAUSE_MILLIS = 40;
	private static final int SETTLING_MILLIS = 700;
	private static final int DRAG_STEPS = 12;
	private static final int DRAG_STEP_MILLIS = 100;

	private final Robot robot;

	OnScreen() throws AWTException {
		robot = new Robot();
		robot.setAutoDelay(PAUSE_MILLIS);
	}

	/** What a person does. */
	interface Work {

		void run() throws Exception;
	}

	/** Does it and ends the process, whatever windows are open; what failed is printed. */
	static void andEnd(final Work work) {
		try {
			work.run();
			Runtime.getRuntime().halt(0);
		}
		catch (final Throwable e) {
			e.printStackTrace();
			Runtime.getRuntime().halt(1);
		}
	}

	/** Presses a key of {@link java.awt.event.KeyEvent} where the focus is. */
	void press(final int key) {
		robot.keyPress(key);
		robot.keyRelease(key);
		robot.waitForIdle();
	}

	/** What a window or a part of one looks like now. */
	BufferedImage picture(final Component component) {
		return picture(component, new Rectangle(component.getSize()));
	}

	/** What a part of a component looks like now. */
	BufferedImage picture(final Component component, final Rectangle part) {
		robot.waitForIdle();
		final Point corner = component.getLocationOnScreen();
		return robot.createScreenCapture(new Rectangle(corner.x + part.x, corner.y + part.y, part.width, part.height));
	}

	/** What a part of the screen looks like now. */
	BufferedImage picture(final Rectangle part) {
		robot.waitForIdle();
		return robot.createScreenCapture(part);
	}

	static String title(final Window window) {
		return window instanceof Dialog dialog ? dialog.getTitle() : window instanceof Frame frame ? frame.getTitle() : "";
	}

	/** Clicks into the middle of a component. */
	void click(final Component component) throws InterruptedException {
		click(component, new Rectangle(component.getSize()));
	}

	/** Clicks into the middle of a part of a component, if it is there and nothing lies over it. */
	void click(final Component component, final Rectangle part) throws InterruptedException {
		final String name = name(component);
		await("wait for " + name, component::isShowing);
		final Point at = seen(() -> {
			if (component instanceof JComponent inside)
				inside.scrollRectToVisible(part);
			final Point corner = component.getLocationOnScreen();
			return new Point(corner.x + part.x + part.width / 2, corner.y + part.y + part.height / 2);
		});
		robot.mouseMove(at.x, at.y);
		await("bring the mouse onto " + name + " at " + at.x + ", " + at.y, () -> component.getMousePosition() != null);
		clickAt(at.x, at.y);
	}

	/** Clicks on a point of the screen. */
	void clickAt(final int x, final int y) {
		robot.mouseMove(x, y);
		robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
		robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
		robot.waitForIdle();
	}

	/** Drags with the mouse within a component. */
	void drag(final Component component, final Point from, final Point to) {
		final Point corner = component.getLocationOnScreen();
		robot.mouseMove(corner.x + from.x, corner.y + from.y);
		robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
		robot.mouseMove(corner.x + (from.x + to.x) / 2, corner.y + (from.y + to.y) / 2);
		robot.mouseMove(corner.x + to.x, corner.y + to.y);
		robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
		robot.waitForIdle();
	}

	/** Drags from one point of the screen to another, as slowly as programs need that hear of it through the X server. */
	void drag(final Point from, final Point to) {
		robot.mouseMove(from.x, from.y);
		robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
		for (int step = 1; step <= DRAG_STEPS; step++) {
			robot.mouseMove(from.x + (to.x - from.x) * step / DRAG_STEPS, from.y + (to.y - from.y) * step / DRAG_STEPS);
			robot.delay(DRAG_STEP_MILLIS);
		}
		robot.delay(SETTLING_MILLIS);
		robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
	}

	private static String name(final Component component) {
		return component instanceof AbstractButton button && button.getText() != null && !button.getText().isEmpty()
			? button.getText()
			: component.getClass().getSimpleName() + " " + component.getName();
	}

	/**
	 * Waits until something is so.
	 *
	 * @param step what the user does or waits for, which the failure names
	 */
	static void await(final String step, final Supplier<Boolean> condition) throws InterruptedException {
		final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		while (!seen(condition)) {
			if (System.nanoTime() > end)
				throw new IllegalStateException("Failed within " + LIMIT_SECONDS + " s: " + step + "; open are " +
					Arrays.stream(Window.getWindows()).filter(Window::isShowing).map(window -> title(window) + " at " + window.getBounds()).toList());
			Thread.sleep(50);
		}
	}

	static <T> T seen(final Supplier<T> look) {
		final List<T> found = new ArrayList<>();
		try {
			SwingUtilities.invokeAndWait(() -> found.add(look.get()));
		}
		catch (final Exception e) {
			throw new IllegalStateException(e);
		}
		return found.get(0);
	}

	static Window window(final String title) throws InterruptedException {
		final Supplier<Window> look = () -> Arrays.stream(Window.getWindows())
			.filter(window -> window.isShowing() && title.equals(title(window))).findFirst().orElse(null);
		await("see the window " + title, () -> look.get() != null);
		final Window found = seen(look);
		// it is placed after it is shown, and what is clicked on before that is missed
		Rectangle before;
		do {
			before = seen(found::getBounds);
			Thread.sleep(SETTLING_MILLIS);
		}
		while (!before.equals(seen(found::getBounds)));
		return found;
	}

	static List<Component> all(final Container container, final Predicate<Component> wanted) {
		final List<Component> found = new ArrayList<>();
		for (final Component child : container.getComponents()) {
			if (wanted.test(child))
				found.add(child);
			if (child instanceof Container inner)
				found.addAll(all(inner, wanted));
		}
		return found;
	}

	private static boolean isCalled(final Component child, final String name) {
		return name.equals(child.getName()) || child instanceof AbstractButton button && name.equals(button.getText());
	}

	static Component find(final Container window, final String name) {
		return all(window, child -> isCalled(child, name)).get(0);
	}

	/** Whether a label of a window says something. */
	static boolean showsText(final Window window, final String text) {
		return !all(window, child -> child instanceof JLabel label && child.isShowing() && text.equals(label.getText())).isEmpty();
	}

	/** What is on the screen under that name in any window; null if nothing is. */
	static Component showing(final String name) {
		return Arrays.stream(Window.getWindows()).filter(Window::isShowing)
			.flatMap(window -> all(window, child -> isCalled(child, name) && child.isShowing()).stream()).findFirst().orElse(null);
	}

	static String text(final Window window, final String name) {
		final Component found = find(window, name);
		return found instanceof JLabel label ? label.getText() : ((JTextComponent) found).getText();
	}
}
