package org.anomalyflow.host.imagej2;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.Frame;
import java.awt.Window;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

import ij.IJ;
import ij.ImageJ;
import ij.plugin.frame.Recorder;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.Detect;

/**
 * In a process with a display: fills the dialog of every command and prints what the Recorder writes, or runs a macro. What is printed
 * begins with {@code RECORDED} and the command's name, or with {@code LOG}.
 */
public final class RecorderSession {

	private static final int LIMIT_SECONDS = 55;

	private RecorderSession() {}

	/** @param args {@code record} and the folder of {@link RecorderWork}, or {@code run} and a macro; plain ImageJ is opened first */
	public static void main(final String[] args) {
		try {
			new ImageJ();
			if ("record".equals(args[0]))
				record(args[1]);
			else
				System.out.println("ENDED " + IJ.runMacroFile(args[1]) + "\nLOG\n" + IJ.getLog());
			Runtime.getRuntime().halt(0);
		}
		catch (final Throwable e) {
			e.printStackTrace();
			Runtime.getRuntime().halt(1);
		}
	}

	/** Works in an ImageJ that is open. */
	static void record(final String folder) throws Exception {
		Recorder.record = true;
		final Recorder recorder = new Recorder(true);
		for (final Map.Entry<Class<? extends AnomalyCommand>, Map<String, String>> work : RecorderWork.entries(folder).entrySet()) {
			final CommandInputs inputs = CommandInputs.of(work.getKey());
			if (work.getKey() == Detect.class)
				IJ.openImage(RecorderWork.picture(folder)).show();
			final String before = recorder.getText();
			IJ.doCommand(inputs.label());
			if (inputs.all().stream().anyMatch(input -> input.presentation().visible()))
				fill(inputs.label().replace("...", ""), work.getValue());
			await("the end of " + inputs.command(), () -> recorder.getText().substring(before.length()).contains(inputs.label()));
			System.out.println("RECORDED " + inputs.command() + " " + Arrays.stream(recorder.getText().substring(before.length()).split("\n"))
				.filter(line -> line.contains(inputs.label())).findFirst().orElseThrow());
			closeOurs();
		}
	}

	private static void fill(final String title, final Map<String, String> entries) throws Exception {
		await("the dialog " + title, () -> dialog(title) != null);
		final Window dialog = seen(() -> dialog(title));
		// what follows from the first entry comes a moment later, and is then written over
		for (final Map.Entry<String, String> entry : entries.entrySet())
			SwingUtilities.invokeAndWait(() -> enter(find(dialog, entry.getKey()), entry.getValue()));
		Thread.sleep(500);
		for (final Map.Entry<String, String> entry : entries.entrySet())
			SwingUtilities.invokeAndWait(() -> enter(find(dialog, entry.getKey()), entry.getValue()));
		SwingUtilities.invokeAndWait(() -> ((AbstractButton) find(dialog, "ok")).doClick());
		await("OK to close " + title, () -> !dialog.isShowing());
	}

	private static Window dialog(final String title) {
		return Arrays.stream(Window.getWindows())
			.filter(window -> window.isShowing() && window instanceof Dialog dialog && title.equals(dialog.getTitle())).findFirst().orElse(null);
	}

	private static void enter(final Component field, final String text) {
		if (field instanceof AbstractButton box && box.isSelected() != Boolean.parseBoolean(text))
			box.doClick();
		else if (field instanceof JComboBox<?> choices)
			choices.setSelectedItem(text);
		else if (field instanceof JTextComponent area)
			area.setText(text);
	}

	private static Component find(final Container window, final String name) {
		return all(window, child -> name.equals(child.getName())).get(0);
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

	/** So that no window of one command is in the way of the next. */
	private static void closeOurs() throws Exception {
		SwingUtilities.invokeAndWait(
			() -> Arrays.stream(Window.getWindows()).filter(window -> window.isShowing() && isOurs(window)).forEach(Window::dispose));
	}

	private static boolean isOurs(final Window window) {
		return String.valueOf(window.getName()).startsWith("anomaly-") ||
			window instanceof Frame frame && frame.getTitle().startsWith("Anomaly Flow");
	}

	private static void await(final String what, final Supplier<Boolean> condition) throws Exception {
		final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		while (!seen(condition)) {
			if (System.nanoTime() > end)
				throw new IllegalStateException("Failed within " + LIMIT_SECONDS + " s: " + what + "; open are " +
					Arrays.stream(Window.getWindows()).filter(Window::isShowing).map(RecorderSession::described).toList());
			Thread.sleep(50);
		}
	}

	/** With what it says: it may be a question or a failure. */
	private static String described(final Window window) {
		return window + " " +
			all(window, child -> child instanceof javax.swing.JLabel).stream().map(child -> ((javax.swing.JLabel) child).getText()).toList();
	}

	private static <T> T seen(final Supplier<T> look) throws Exception {
		final Map<String, T> found = new LinkedHashMap<>();
		SwingUtilities.invokeAndWait(() -> found.put("", look.get()));
		return found.get("");
	}
}
