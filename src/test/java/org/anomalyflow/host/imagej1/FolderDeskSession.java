package org.anomalyflow.host.imagej1;

import java.awt.Component;
import java.awt.Container;
import java.awt.Dialog;
import java.awt.Frame;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.awt.event.MouseEvent;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.JDialog;
import javax.swing.JLabel;
import javax.swing.JList;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

import ij.IJ;
import ij.ImageJ;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.Models;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;

/** Watches a folder and looks at models in plain ImageJ as a person does, in a process with a display, and prints what it sees. */
public final class FolderDeskSession {

	private static final int LIMIT_SECONDS = 60;

	private FolderDeskSession() {}

	/** @param args category folder, folder for everything else */
	public static void main(final String[] args) throws Exception {
		try {
			work(args);
		}
		catch (final Exception e) {
			e.printStackTrace(System.out);
		}
		Runtime.getRuntime().halt(0);
	}

	private static void work(final String... args) throws Exception {
		new ImageJ();
		final Path category = Path.of(args[0]);
		final Path folder = Path.of(args[1]);
		final File model = folder.resolve("weave.aflow").toFile();
		new AnomalyFlow("cpu", "float32", Progress.NONE).train(category.toFile(), null, model,
			TrainingOptions.builder().optModel("patchcore").optBackbone("filter-bank").build());
		Models.ofUser().keep(model, category.toFile());
		watch(category, folder, "weave");
		models(folder, model);
	}

	private static void watch(final Path category, final Path folder, final String model) throws Exception {
		final Path input = Files.createDirectories(folder.resolve("in/a"));
		final CompletableFuture<Void> done = CompletableFuture.runAsync(() -> new CommandPlugIn().run("watch"));
		final Window dialog = window("Watch Folder for Anomalies");
		say("begins with", text(dialog, "model_file"));
		enter(dialog, "input_folder", input.getParent().toString());
		enter(dialog, "output_folder", folder.resolve("out").toString());
		enter(dialog, "model_file", "weawe");
		press(dialog, "ok");
		await(() -> texts(dialog).contains("has weave"));
		say("unknown name", texts(dialog).contains("has weave"));
		final JComboBox<?> library = (JComboBox<?>) SwingUtilities.getAncestorOfClass(JComboBox.class, find(dialog, "model_file"));
		SwingUtilities.invokeAndWait(() -> library.setSelectedItem(library.getItemAt(0)));
		say("offered", library.getItemCount() + " " + text(dialog, "model_file").equals(model));
		enter(dialog, "recursive", "true");
		press(dialog, "ok");
		final Window window = window("Anomaly Flow: watching " + input.getParent());
		Files.copy(category.resolve("test/good/000.png"), input.resolve("good.png"));
		Files.copy(category.resolve("test/spot/000.png"), input.resolveSibling("bad.png"));
		await(() -> text(window, "counts").contains("2 pictures"));
		say("counts", text(window, "counts"));
		Files.writeString(input.resolve("text.png"), "no picture");
		final JList<?> gallery = (JList<?>) find(window, "gallery");
		enter(window, "filter-verdict", "reject");
		say("rejected", gallery.getModel().getSize());
		enter(window, "filter-verdict", "all");
		await(() -> ((JComboBox<?>) find(window, "filter-folder")).getItemCount() == 3);
		enter(window, "filter-folder", "a");
		say("of folder a", gallery.getModel().getSize());
		enter(window, "filter-folder", "all");
		await(() -> text(window, "counts").contains("1 could not be judged"));
		Files.copy(category.resolve("test/good/001.png"), input.resolve("good.png"), StandardCopyOption.REPLACE_EXISTING);
		await(() -> gallery.getModel().getSize() == 4);
		say("newest", String.valueOf(gallery.getModel().getElementAt(0)).contains("a/good.png"));
		click(gallery, 0);
		final Window result = window("Anomaly Flow: good.png");
		say("result", text(result, "verdict"));
		press(window, "This one is defective");
		await(() -> Files.exists(folder.resolve("out/marked/defective/a__good.png")));
		press(window, "This one is good");
		await(() -> Files.exists(folder.resolve("out/marked/good/a__good.png")) &&
			Files.notExists(folder.resolve("out/marked/defective/a__good.png")));
		press(window, "Calibrate...");
		final Window calibrate = window("Calibrate Anomaly Model");
		say("calibrate",
			text(calibrate, "model_file").equals(folder.resolve("weave.aflow").toString()) + ", " + text(calibrate, "good_images").isEmpty());
		press(calibrate, "Cancel");
		press(window, "Add good ones...");
		final Window add = window("Add Good Images to Anomaly Model");
		say("add", text(add, "good_images").equals(folder.resolve("out/marked/good").toString()));
		press(add, "Cancel");
		press(window, "This one is good");
		await(() -> Files.notExists(folder.resolve("out/marked/good/a__good.png")));
		press(window, "end");
		// that one picture could not be judged
		final Supplier<Optional<Window>> message = () -> Arrays.stream(Window.getWindows())
			.filter(each -> each.isShowing() && each instanceof Dialog && !(each instanceof JDialog)).findFirst();
		await(() -> message.get().isPresent());
		SwingUtilities.invokeAndWait(() -> message.get().orElseThrow().dispose());
		done.get(LIMIT_SECONDS, TimeUnit.SECONDS);
		say("rows", Files.readAllLines(folder.resolve("out/images.csv")).size());
		say("title", ((Frame) window).getTitle().equals("Anomaly Flow: " + input.getParent()));
	}

	private static void models(final Path folder, final File model) throws Exception {
		final File other = Files.copy(model.toPath(), folder.resolve("other.aflow")).toFile();
		new CommandPlugIn().run("models");
		final Window window = window("Anomaly Flow: models");
		final JList<?> list = (JList<?>) find(window, "models");
		await(() -> list.getModel().getSize() == 1 && text(window, "card").startsWith("weave"));
		say("card", text(window, "card").contains("patchcore on filter-bank") && text(window, "card").contains("8 good images"));
		// what ImageJ's own window does with a file that is dropped on it
		say("drop target", IJ.getInstance().getDropTarget() != null);
		drop(other);
		await(() -> list.getModel().getSize() == 2 && text(window, "card").startsWith("other.aflow"));
		press(window, "Keep in library");
		await(() -> Models.ofUser().cards().size() == 2);
		say("kept", Models.ofUser().cards().stream().map(Models.Card::name).sorted().toList());
		await(() -> text(window, "card").startsWith("other\n"));
		press(window, "Remove");
		await(() -> Models.ofUser().cards().size() == 1);
		say("removed", other.exists());
		press(window, "Detect...");
		await(() -> Arrays.stream(Window.getWindows()).anyMatch(each -> each instanceof Dialog && each.isShowing()));
		say("detect without an image", true);
	}

	private static void drop(final File file) throws Exception {
		final Class<?> type = Class.forName("org.anomalyflow.desk.ModelDrop");
		final var made = type.getDeclaredConstructor();
		made.setAccessible(true);
		((ij.plugin.DragAndDrop) made.newInstance()).openFile(file);
	}

	private static void say(final String what, final Object value) {
		System.out.println("DESK " + what + ": " + value);
	}

	private static void await(final BooleanSupplier condition) throws InterruptedException {
		final long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		while (!seen(condition::getAsBoolean)) {
			if (System.nanoTime() > end)
				throw new IllegalStateException("It did not come; open are " +
					Arrays.stream(Window.getWindows()).filter(Window::isShowing).map(window -> window + " " + texts(window)).toList());
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

	private static List<Component> all(final Container container) {
		final List<Component> found = new ArrayList<>();
		for (final Component child : container.getComponents()) {
			found.add(child);
			if (child instanceof Container inner)
				found.addAll(all(inner));
		}
		return found;
	}

	private static Component find(final Window window, final String name) {
		return all(window).stream()
			.filter(child -> name.equals(child.getName()) || child instanceof AbstractButton button && name.equals(button.getText())).findFirst()
			.orElseThrow(() -> new IllegalStateException("There is no " + name));
	}

	private static String texts(final Window window) {
		return String.join("|", all(window).stream().filter(child -> child instanceof JLabel && child.isVisible())
			.map(child -> ((JLabel) child).getText()).filter(text -> text != null && !text.isBlank()).toList());
	}

	private static String text(final Window window, final String name) {
		final Component found = find(window, name);
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

	private static void click(final JList<?> list, final int index) throws Exception {
		SwingUtilities.invokeAndWait(() -> {
			list.setSelectedIndex(index);
			final Rectangle cell = list.getCellBounds(index, index);
			final Point at = new Point(cell.x + cell.width / 2, cell.y + cell.height / 2);
			list.dispatchEvent(
				new MouseEvent(list, MouseEvent.MOUSE_CLICKED, 0, MouseEvent.BUTTON1_DOWN_MASK, at.x, at.y, 1, false, MouseEvent.BUTTON1));
		});
	}
}
