package org.anomalyflow.host.imagej1;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.Frame;
import java.awt.Window;
import java.io.File;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JLabel;
import javax.swing.JTable;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

import ij.IJ;
import ij.ImageJ;
import ij.WindowManager;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.Detect;
import org.anomalyflow.command.Train;
import org.anomalyflow.desk.CommandForm;
import org.anomalyflow.desk.FormMemory;
import org.anomalyflow.desk.ResultWindow;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;

/** Works with the windows of plain ImageJ as a person does, in a process with a display, and prints what it sees. */
public final class DeskSession {

	private static final int LIMIT_SECONDS = 60;

	private DeskSession() {}

	/** Entries that live as long as this process. */
	private static final class Entries implements FormMemory {

		private final Map<String, String> entries = new HashMap<>();

		@Override
		public String get(final String input) {
			return entries.get(input);
		}

		@Override
		public void put(final String input, final String text) {
			entries.put(input, text);
		}
	}

	/** @param args category folder with good images, picture with a defect, folder for a model */
	public static void main(final String[] args) throws Exception {
		new ImageJ();
		form(args[0], args[2]);
		results(args[0], args[1], new File(args[2], "quick.aflow"));
		manyResults(args[1], new File(args[2], "quick.aflow"));
		Runtime.getRuntime().halt(0);
	}

	private static void say(final String what, final Object value) {
		System.out.println("DESK " + what + ": " + value);
	}

	private static void form(final String good, final String folder) throws Exception {
		final Entries entries = new Entries();
		CompletableFuture<Optional<CommandForm.Answer>> answer = ask(entries);
		Window dialog = window("Train Anomaly Model");
		say("advanced at first", find(dialog, "backbone").isShowing());
		enter(dialog, "good_images", good);
		await(() -> !text(dialog, "save_to").isEmpty());
		say("save to", text(dialog, "save_to"));
		await(() -> labels(dialog).contains("8 images"));
		enter(dialog, "effort", "quick");
		say("epochs of quick", text(dialog, "epochs"));
		enter(dialog, "false_alarm_rate", "1%");
		enter(dialog, "attention", "eca");
		press(dialog, "ok");
		await(() -> find(dialog, "backbone").isShowing());
		say("still open", dialog.isShowing());
		say("rate", labels(dialog).contains("Not allowed: a number above 0 and below 1"));
		enter(dialog, "false_alarm_rate", "0.05");
		await(() -> labels(dialog).contains("attention"));
		say("attention", labels(dialog).replaceAll("<[^>]*>", "").replaceAll("(?s).*(attention[^|]*)\\|.*", "$1"));
		enter(dialog, "attention", "none");
		enter(dialog, "save_to", folder + "/named by hand");
		enter(dialog, "resume", "true");
		press(dialog, "ok");
		final CommandForm.Answer given = answer.get(LIMIT_SECONDS, TimeUnit.SECONDS).orElseThrow();
		say("answer", given.values().get("save_to") + ", " + given.values().get("false_alarm_rate") + ", " + given.values().get("holdout"));
		say("recorded", given.changed(CommandInputs.of(Train.class)).keySet());
		answer = ask(entries);
		final Window again = window("Train Anomaly Model");
		say("remembered", text(again, "false_alarm_rate") + ", " + text(again, "save_to"));
		say("resume again", ((AbstractButton) find(again, "resume")).isSelected());
		press(again, "Cancel");
		say("cancelled", answer.get(LIMIT_SECONDS, TimeUnit.SECONDS).isEmpty());
	}

	private static CompletableFuture<Optional<CommandForm.Answer>> ask(final FormMemory memory) {
		return CompletableFuture.supplyAsync(() -> new CommandForm(Train.class, memory, Map.of()).ask());
	}

	private static void results(final String good, final String picture, final File model) throws Exception {
		new AnomalyFlow("cpu", "float32", Progress.NONE).train(new File(good), null, model,
			TrainingOptions.builder().optModel("patchcore").optBackbone("filter-bank").build());
		IJ.openImage(picture).show();
		detect(model);
		Window result = window("Anomaly Flow: 000.png");
		await(() -> tables(result).get(0).getRowCount() > 0);
		say("verdict", text(result, "verdict"));
		say("images", WindowManager.getImageCount());
		say("regions", tables(result).get(0).getRowCount());
		final String first = String.valueOf(tables(result).get(0).getValueAt(0, 1));
		press(result, "Annotated");
		await(() -> WindowManager.getImageCount() == 2);
		say("active", WindowManager.getCurrentImage().getTitle());
		detect(model);
		say("again", frames() + ", " + String.valueOf(tables(result).get(0).getValueAt(0, 1)).equals(first));
		press(result, "Labels");
		await(() -> WindowManager.getImageCount() == 3);
		say("labels", WindowManager.getCurrentImage().getTitle() + " " + WindowManager.getCurrentImage().getBitDepth());
		say("shapes", WindowManager.getCurrentImage().getStatistics().max);
	}

	/** A day at the bench: results take each other's place, and nothing stays of those before. */
	private static void manyResults(final String picture, final File model) throws Exception {
		final AnomalyFlow flow = new AnomalyFlow("cpu", "float32", Progress.NONE);
		final int windows = showing();
		final int images = WindowManager.getImageCount();
		final List<WeakReference<ImageDetection>> shown = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			final ImageDetection result = flow.detectNext(IJ.openImage(picture), model, DetectionOptions.builder().build());
			shown.add(new WeakReference<>(result));
			ResultWindow.show(result, List.of());
			SwingUtilities.invokeAndWait(() -> {});
		}
		say("after twenty", (showing() - windows) + " windows, " + (WindowManager.getImageCount() - images) + " images more");
		await(() -> {
			System.gc();
			return shown.stream().filter(reference -> reference.get() != null).count() <= 2;
		});
		say("kept of twenty", "at most two");
	}

	private static int showing() {
		return (int) Arrays.stream(Window.getWindows()).filter(Window::isShowing).count();
	}

	/** Enters the model into the dialog of the command, as often as it comes. */
	private static void detect(final File model) throws Exception {
		final CompletableFuture<Void> done = CompletableFuture.runAsync(() -> new CommandPlugIn().run("detect"));
		final Window dialog = window(Detect.LABEL.replace("...", ""));
		enter(dialog, "model_file", model.getPath());
		press(dialog, "ok");
		done.get(LIMIT_SECONDS, TimeUnit.SECONDS);
		SwingUtilities.invokeAndWait(() -> {});
	}

	private static long frames() {
		return Arrays.stream(Window.getWindows()).filter(window -> "anomaly-result".equals(window.getName()) && window.isShowing()).count();
	}

	private static void await(final Supplier<Boolean> condition) throws InterruptedException {
		final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		while (!seen(condition)) {
			if (System.nanoTime() > end)
				throw new IllegalStateException(
					"It did not come; open are " + Arrays.stream(Window.getWindows()).filter(Window::isShowing).map(Window::toString).toList());
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
		final Supplier<Optional<Window>> look = () -> Arrays.stream(Window.getWindows())
			.filter(window -> window.isShowing() &&
				title.equals(window instanceof Dialog dialog ? dialog.getTitle() : window instanceof Frame frame ? frame.getTitle() : ""))
			.findFirst();
		await(() -> look.get().isPresent());
		return seen(look).orElseThrow();
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

	private static Component find(final Container window, final String name) {
		return all(window, child -> name.equals(child.getName()) || child instanceof AbstractButton button && name.equals(button.getText()))
			.get(0);
	}

	private static List<JTable> tables(final Window window) {
		return all(window, JTable.class::isInstance).stream().map(JTable.class::cast).toList();
	}

	private static String labels(final Window window) {
		return String.join("|", all(window, child -> child instanceof JLabel && child.isVisible()).stream()
			.map(child -> ((JLabel) child).getText()).filter(text -> text != null && !text.isBlank()).toList());
	}

	private static String text(final Window window, final String name) {
		final Component found = find(window, name);
		return seenText(found);
	}

	private static String seenText(final Component found) {
		return found instanceof JLabel label ? label.getText() : ((JTextComponent) found).getText();
	}

	private static void enter(final Window window, final String name, final String text) throws Exception {
		SwingUtilities.invokeAndWait(() -> {
			final Component found = find(window, name);
			if (found instanceof AbstractButton box && box.isSelected() != Boolean.parseBoolean(text))
				box.doClick();
			else if (found instanceof JComboBox<?> choices)
				choices.setSelectedItem(text);
			else if (found instanceof JTextComponent field)
				field.setText(text);
		});
	}

	private static void press(final Window window, final String name) {
		SwingUtilities.invokeLater(() -> ((AbstractButton) find(window, name)).doClick());
	}
}
