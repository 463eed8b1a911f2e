package org.anomalyflow.host.imagej1;

import java.awt.Component;
import java.awt.Menu;
import java.awt.Rectangle;
import java.awt.Toolkit;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import javax.imageio.ImageIO;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

import ij.IJ;
import ij.Menus;
import ij.WindowManager;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.Models;
import org.anomalyflow.command.ManageModels;
import org.anomalyflow.command.Train;
import org.anomalyflow.command.Tune;
import org.anomalyflow.command.Watch;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;

/**
 * Makes the pictures of windows for docs/images; see make.sh there. Works in an ImageJ that is open; the system property {@code screens}
 * names a folder for pictures of the whole screen at the same moments, to look for windows that cover each other.
 */
public final class WindowPictures {

	private static final List<String> ALL = List.of("menu", "error", "dialog", "train", "tune", "folder", "models");
	private static final int KEY_MILLIS = 300;
	private static final int MENU_WIDTH = 820;
	private static final int MENU_HEIGHT = 480;
	private static final String SCREENS = System.getProperty("screens", "");

	private final OnScreen screen = new OnScreen();
	private final File target;

	private WindowPictures(final String target) throws Exception {
		this.target = new File(target);
	}

	/**
	 * @param args category folder with good images, picture with a defect, folder for the pictures, and which to make: {@code menu},
	 *          {@code error}, {@code dialog}, {@code train}, {@code tune}, {@code folder}, {@code models}; all if none is named
	 */
	public static void main(final String[] args) {
		OnScreen.andEnd(() -> {
			final WindowPictures pictures = new WindowPictures(args[2]);
			final File good = new File(args[0]);
			final List<String> wanted = args.length == 3 ? ALL : List.of(args).subList(3, args.length);
			if (wanted.contains("menu"))
				pictures.menu();
			if (wanted.contains("dialog"))
				pictures.dialog(good);
			if (List.of("menu", "dialog").containsAll(wanted))
				return;
			final File model = wanted.contains("train") ? pictures.train(good, args[1]) : quickly(good);
			if (wanted.contains("error"))
				pictures.error(args[1], model);
			if (wanted.contains("tune"))
				pictures.tune(good, args[1], model);
			if (wanted.contains("folder"))
				pictures.watch(good, model);
			if (wanted.contains("models"))
				pictures.models();
		});
	}

	/** A model for windows that do not show how it was trained. */
	private static File quickly(final File good) {
		final File model = new File(good + ".aflow");
		new AnomalyFlow("cpu", "float32", Progress.NONE).train(good, null, model,
			TrainingOptions.builder().optModel("patchcore").optBackbone("filter-bank").build());
		Models.ofUser().keep(model, good);
		return model;
	}

	/** Makes a command of the name known under a label, as the menu of an ImageJ does that has the plugin. */
	static void command(final String label, final String name) {
		Menus.getCommands().put(label, CommandPlugIn.class.getName() + "(\"" + name + "\")");
	}

	/** The main window with the commands in its menu, opened by the keyboard. */
	private void menu() throws Exception {
		final List<String> menus = IntStream.range(0, Menus.getMenuBar().getMenuCount()).mapToObj(i -> Menus.getMenuBar().getMenu(i).getLabel())
			.toList();
		final Menu plugins = Menus.getMenuBar().getMenu(indexOf(menus, "Plugins"));
		final List<String> items = IntStream.range(0, plugins.getItemCount()).mapToObj(i -> plugins.getItem(i).getLabel())
			.filter(label -> !"-".equals(label)).toList();
		SwingUtilities.invokeAndWait(() -> {
			IJ.getInstance().toFront();
			IJ.getInstance().requestFocus();
		});
		Thread.sleep(1000);
		pressOften(KeyEvent.VK_F10, 1);
		// to the left, because to the right is where submenus open
		pressOften(KeyEvent.VK_LEFT, menus.size() - indexOf(menus, "Plugins"));
		pressOften(KeyEvent.VK_DOWN, indexOf(items, "Anomaly Flow"));
		pressOften(KeyEvent.VK_RIGHT, 1);
		Thread.sleep(1000);
		final Rectangle main = IJ.getInstance().getBounds();
		save(screen.picture(new Rectangle(main.x, main.y, MENU_WIDTH, MENU_HEIGHT)), "fiji-menu");
		pressOften(KeyEvent.VK_ESCAPE, 4);
	}

	private void pressOften(final int key, final int times) throws InterruptedException {
		for (int i = 0; i < times; i++) {
			screen.press(key);
			Thread.sleep(KEY_MILLIS);
		}
	}

	private static int indexOf(final List<String> labels, final String wanted) {
		final int index = labels.indexOf(wanted);
		if (index < 0)
			throw new IllegalStateException("No " + wanted + " in " + labels);
		return index;
	}

	/** What a macro with a wrong value tells. */
	private void error(final String picture, final File model) throws Exception {
		IJ.openImage(picture).show();
		new Thread(() -> IJ.runMacro("run(\"Detect Anomalies...\", \"model_file=[" + model + "] min_area=-5\");")).start();
		final Window dialog = OnScreen.window("Macro Error");
		keep(dialog, "fiji-error");
		dialog.dispose();
	}

	/** The dialog of a training, filled in. */
	private static Window trainDialog(final File good) throws Exception {
		IJ.doCommand(Train.LABEL);
		final Window dialog = OnScreen.window(Train.LABEL.replace("...", ""));
		enter(dialog, "good_images", good.getPath());
		OnScreen.await("see where the model goes", () -> !OnScreen.text(dialog, "save_to").isEmpty());
		enter(dialog, "model", "cs-flow");
		return dialog;
	}

	private void dialog(final File good) throws Exception {
		final Window dialog = trainDialog(good);
		OnScreen.await("see how many images were found", () -> OnScreen.showsText(dialog, "24 images"));
		Thread.sleep(500);
		keep(dialog, "desk-train");
		screen.click(OnScreen.find(dialog, "Cancel"));
		OnScreen.await("see the dialog close", () -> !dialog.isShowing());
	}

	private File train(final File good, final String picture) throws Exception {
		final Window dialog = trainDialog(good);
		final File model = new File(OnScreen.text(dialog, "save_to"));
		enter(dialog, "image_size", "128"); // a minute less
		screen.click(OnScreen.find(dialog, "ok"));
		final Window training = OnScreen.window("Anomaly Flow: training " + model.getName());
		OnScreen.await("see the cross-validation", () -> "Cross-validating".equals(OnScreen.text(training, "stage")));
		Thread.sleep(2000);
		keep(training, "desk-training");
		OnScreen.await("see the end of the training", () -> ("Anomaly Flow: " + model.getName()).equals(OnScreen.title(training)));
		Thread.sleep(3000);
		final List<Component> thumbnails = OnScreen.all(training,
			child -> child.getName() != null && child.getName().startsWith("good ") && child instanceof AbstractButton);
		screen.click(thumbnails.get(0));
		Thread.sleep(500);
		keep(training, "desk-trained");
		IJ.openImage(picture).show();
		screen.click(OnScreen.find(training, "Detect on..."));
		final String active = "The active image: " + new File(picture).getName();
		OnScreen.await("open the menu Detect on...", () -> OnScreen.showing(active) != null);
		screen.click(OnScreen.showing(active)); // no keys: at the edge of the screen the menu opens below the pointer, which has chosen already
		final Window result = OnScreen.window("Anomaly Flow: " + new File(picture).getName());
		Thread.sleep(1500);
		keep(result, "desk-result");
		training.dispose();
		result.dispose();
		return model;
	}

	private void tune(final File category, final String picture, final File model) throws Exception {
		if (WindowManager.getCurrentImage() == null)
			IJ.openImage(picture).show();
		IJ.doCommand(Tune.LABEL);
		final Window dialog = OnScreen.window(Tune.LABEL.replace("...", ""));
		enter(dialog, "model_file", model.getPath());
		enter(dialog, "defect_images", new File(category, "test/spot").getPath());
		screen.click(OnScreen.find(dialog, "ok"));
		final Window window = OnScreen.window("Tune Anomaly Thresholds: " + model.getName());
		screen.click(OnScreen.find(window, "Active image"));
		OnScreen.await("judge the active image", () -> OnScreen.text(window, "verdict").contains(": score "));
		Thread.sleep(2500);
		keep(window, "desk-tune");
		window.dispose();
	}

	private void watch(final File category, final File model) throws Exception {
		final File arriving = new File(category.getParentFile().getParentFile(), "arriving");
		Files.createDirectories(arriving.toPath());
		IJ.doCommand(Watch.LABEL);
		final Window dialog = OnScreen.window(Watch.LABEL.replace("...", ""));
		enter(dialog, "input_folder", arriving.getPath());
		enter(dialog, "output_folder", new File(arriving.getParentFile(), "found").getPath());
		enter(dialog, "model_file", model.getPath());
		screen.click(OnScreen.find(dialog, "ok"));
		final Window window = OnScreen.window("Anomaly Flow: watching " + arriving);
		int number = 0;
		for (final String kind : List.of("good", "good", "spot", "good")) {
			final File[] pictures = new File(category, "test/" + kind).listFiles();
			Arrays.sort(pictures);
			for (int i = 0; i < 3; i++, number++) {
				Files.copy(pictures[(number / 4 + i) % pictures.length].toPath(), new File(arriving, "part" + number + ".png").toPath());
				final int shown = number + 1;
				OnScreen.await("see picture " + shown, () -> OnScreen.text(window, "counts").startsWith(shown + " picture"));
			}
		}
		Thread.sleep(1500);
		keep(window, "desk-folder");
		screen.click(OnScreen.find(window, "end"));
		OnScreen.await("see the end of the watch", () -> ("Anomaly Flow: " + arriving).equals(OnScreen.title(window)));
		window.dispose();
	}

	private void models() throws Exception {
		IJ.doCommand(ManageModels.LABEL);
		final Window window = OnScreen.window("Anomaly Flow: models");
		OnScreen.await("see the card of a model", () -> !OnScreen.text(window, "card").isBlank());
		Thread.sleep(500);
		keep(window, "desk-models");
	}

	private void keep(final Window window, final String name) throws IOException {
		save(screen.picture(window), name);
	}

	private void save(final BufferedImage picture, final String name) throws IOException {
		ImageIO.write(picture, "png", new File(target, name + ".png"));
		if (!SCREENS.isEmpty())
			ImageIO.write(screen.picture(new Rectangle(Toolkit.getDefaultToolkit().getScreenSize())), "png", new File(SCREENS, name + ".png"));
	}

	private static void enter(final Window window, final String name, final String text) throws Exception {
		SwingUtilities.invokeAndWait(() -> {
			final Component found = OnScreen.find(window, name);
			if (found instanceof JComboBox<?> choices)
				choices.setSelectedItem(text);
			else
				((JTextComponent) found).setText(text);
		});
	}
}
