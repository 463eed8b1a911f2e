package org.anomalyflow.host.imagej1;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.Window;
import java.awt.event.InputEvent;
import java.awt.event.KeyEvent;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import javax.swing.AbstractButton;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

import ij.ImageJ;
import ij.plugin.frame.Recorder;

import org.anomalyflow.command.Train;

/** Watches trainings as a person does, with the mouse and the keyboard, in a process with a display, and prints what it sees. */
public final class TrainingSession {

	private static final int LIMIT_SECONDS = 150;

	private final Robot robot = new Robot();
	private final File good;
	private final File folder;

	private TrainingSession(final String good, final String folder) throws Exception {
		this.good = new File(good);
		this.folder = new File(folder);
		robot.setAutoDelay(40);
	}

	/** @param args category folder with good images, folder for models */
	public static void main(final String[] args) throws Exception {
		new ImageJ();
		Recorder.record = true;
		final Recorder recorder = new Recorder(true);
		final TrainingSession session = new TrainingSession(args[0], args[1]);
		session.outliers(recorder);
		session.finishedWhileSearching();
		session.discarded();
		Runtime.getRuntime().halt(0);
	}

	private static void say(final String what, final Object value) {
		System.out.println("TRAINING " + what + ": " + value);
	}

	private void train(final String model, final String name, final int epochs) {
		final Map<String, Object> inputs = new HashMap<>(Map.of("good_images", good, "save_to", new File(folder, name), "model", model,
			"backbone", "filter-bank", "image_size", 64, "device", "cpu"));
		if (epochs > 0)
			inputs.put("epochs", epochs);
		new ImageJ1Runner().run(Train.class, inputs);
	}

	/** Marks the image with the highest score and trains again without it. */
	private void outliers(final Recorder recorder) throws Exception {
		train("patchcore", "memory.aflow", 0);
		final Window window = window("Anomaly Flow: memory.aflow");
		await(() -> thumbnails(window).size() == 10);
		say("promise", text(window, "promise").startsWith("Alarm at "));
		say("written", text(window, "headline").equals("Written: " + new File(folder, "memory.aflow").getAbsolutePath()));
		say("again at first", find(window, "again").isEnabled());
		final String first = thumbnails(window).get(0).getName().substring(5);
		click(thumbnails(window).get(0));
		await(() -> find(window, "again").isEnabled());
		say("again", ((AbstractButton) find(window, "again")).getText());
		robot.keyPress(KeyEvent.VK_SPACE);
		robot.keyRelease(KeyEvent.VK_SPACE);
		await(() -> !find(window, "again").isEnabled());
		click(thumbnails(window).get(0));
		await(() -> find(window, "again").isEnabled());
		click(find(window, "again"));
		await(() -> thumbnails(window).size() == 9 && "Anomaly Flow: memory.aflow".equals(title(window)));
		say("left out", thumbnails(window).stream().noneMatch(thumbnail -> thumbnail.getName().equals("good " + first)));
		say("recorded", recorder.getText().contains("exclude=" + first));
		say("windows", windows());
		click(find(window, "Detect on..."));
		await(() -> showing("A folder of images...") != null);
		click(showing("A folder of images..."));
		final Window dialog = window("Detect Anomalies in Folder");
		say("detects with", new File(text(dialog, "model_file")).getName());
		click(find(dialog, "Cancel"));
		await(() -> !dialog.isShowing());
		say("recorded commands", recorder.getText().split("run\\(", -1).length - 1);
		click(find(window, "Close"));
		await(() -> windows() == 0);
	}

	/** Ends a training as soon as there is something to end it with, while its length is being looked for. */
	private void finishedWhileSearching() throws Exception {
		train("cs-flow", "early.aflow", 0);
		final Window window = window("Anomaly Flow: training early.aflow");
		say("at first", find(window, "Finish now").isEnabled());
		await(() -> find(window, "Finish now").isEnabled());
		say("stage", text(window, "stage"));
		await(() -> text(window, "time").matches("\\d+:\\d\\d left"));
		say("facts", text(window, "facts"));
		click(find(window, "Run in background"));
		await(() -> !window.isShowing());
		SwingUtilities.invokeAndWait(((Frame) window)::toFront);
		await(window::isShowing);
		click(find(window, "Finish now"));
		await(() -> "Anomaly Flow: early.aflow".equals(title(window)));
		await(() -> thumbnails(window).size() == 2);
		say("finished", text(window, "explanation").contains("The other 8 were not judged"));
		say("details", text(window, "details").contains("learned from 8 of the images"));
		click(find(window, "Close"));
		await(() -> windows() == 0);
	}

	private void discarded() throws Exception {
		train("cs-flow", "none.aflow", 500);
		final Window window = window("Anomaly Flow: training none.aflow");
		await(() -> find(window, "Finish now").isEnabled());
		click(find(window, "Cancel..."));
		await(() -> showing("Discard") != null);
		click(showing("Go on"));
		await(() -> showing("Discard") == null);
		say("goes on", window.isShowing());
		click(find(window, "Cancel..."));
		await(() -> showing("Discard") != null);
		click(showing("Discard"));
		await(() -> windows() == 0);
		say("kept", Arrays.toString(folder.list((dir, name) -> name.startsWith("none"))));
	}

	private static int windows() {
		return (int) Arrays.stream(Window.getWindows()).filter(window -> "anomaly-training".equals(window.getName()) && window.isShowing())
			.count();
	}

	private static String title(final Window window) {
		return window instanceof Dialog dialog ? dialog.getTitle() : window instanceof Frame frame ? frame.getTitle() : "";
	}

	private void click(final Component component) throws InterruptedException {
		await(() -> component.isShowing());
		final Point at = seen(() -> {
			if (component instanceof JComponent inside)
				inside.scrollRectToVisible(new Rectangle(component.getSize()));
			final Point corner = component.getLocationOnScreen();
			return new Point(corner.x + component.getWidth() / 2, corner.y + component.getHeight() / 2);
		});
		robot.mouseMove(at.x, at.y);
		robot.mousePress(InputEvent.BUTTON1_DOWN_MASK);
		robot.mouseRelease(InputEvent.BUTTON1_DOWN_MASK);
		robot.waitForIdle();
	}

	private static void await(final Supplier<Boolean> condition) throws InterruptedException {
		final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		while (!seen(condition)) {
			if (System.nanoTime() > end)
				throw new IllegalStateException(
					"It did not come; open are " + Arrays.stream(Window.getWindows()).filter(Window::isShowing).map(TrainingSession::title).toList());
			Thread.sleep(50);
		}
	}

	private static <T> T seen(final Supplier<T> look) {
		final List<T> found = new ArrayList<>();
		try {
			SwingUtilities.invokeAndWait(() -> found.add(look.get()));
		}
		catch (final Exception e) {
			throw new IllegalStateException(e);
		}
		return found.get(0);
	}

	private static Window window(final String title) throws InterruptedException {
		final Supplier<Window> look = () -> Arrays.stream(Window.getWindows())
			.filter(window -> window.isShowing() && title.equals(title(window))).findFirst().orElse(null);
		await(() -> look.get() != null);
		return seen(look);
	}

	private static List<Component> all(final Container container, final Predicate<Component> wanted) {
		final List<Component> found = new ArrayList<>();
		for (final Component child : container.getComponents()) {
			if (wanted.test(child))
				found.add(child);
			if (child instanceof Container inner)
				found.addAll(all(inner, wanted));
		}
		return found;
	}

	private static List<Component> thumbnails(final Window window) {
		return all(window, child -> child.getName() != null && child.getName().startsWith("good ") && child instanceof AbstractButton);
	}

	private static boolean isCalled(final Component child, final String name) {
		return name.equals(child.getName()) || child instanceof AbstractButton button && name.equals(button.getText());
	}

	private static Component find(final Container window, final String name) {
		return all(window, child -> isCalled(child, name)).get(0);
	}

	/** What is on the screen under that name in any window; null if nothing is. */
	private static Component showing(final String name) {
		return Arrays.stream(Window.getWindows()).filter(Window::isShowing)
			.flatMap(window -> all(window, child -> isCalled(child, name) && child.isShowing()).stream()).findFirst().orElse(null);
	}

	private static String text(final Window window, final String name) {
		final Component found = find(window, name);
		return found instanceof JLabel label ? label.getText() : ((JTextComponent) found).getText();
	}
}
