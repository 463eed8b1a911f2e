package org.anomalyflow.host.imagej1;

import java.awt.Component;
import java.awt.Window;
import java.awt.event.KeyEvent;
import java.io.File;
import java.io.IOException;
import java.util.List;

import javax.imageio.ImageIO;
import javax.swing.AbstractButton;
import javax.swing.JComboBox;
import javax.swing.SwingUtilities;
import javax.swing.text.JTextComponent;

import ij.IJ;
import ij.ImageJ;

import org.anomalyflow.command.Detect;
import org.anomalyflow.command.Train;

/** Makes the pictures of windows for docs/images; see make.sh there. */
public final class WindowPictures {

	private final OnScreen screen = new OnScreen();
	private final File target;

	private WindowPictures(final String target) throws Exception {
		this.target = new File(target);
	}

	/** @param args category folder with good images, picture with a defect, folder for a model, folder for the pictures */
	public static void main(final String[] args) throws Exception {
		new ImageJ();
		new WindowPictures(args[3]).make(new File(args[0]), args[1], new File(args[2], "part.aflow"));
		Runtime.getRuntime().halt(0);
	}

	private void make(final File good, final String picture, final File model) throws Exception {
		new Thread(() -> new CommandPlugIn().run("train")).start();
		final Window dialog = OnScreen.window(Train.LABEL.replace("...", ""));
		enter(dialog, "good_images", good.getPath());
		enter(dialog, "save_to", model.getPath());
		enter(dialog, "model", "cs-flow");
		Thread.sleep(2500);
		keep(dialog, "desk-train");
		screen.click(OnScreen.find(dialog, "ok"));
		final Window training = OnScreen.window("Anomaly Flow: training " + model.getName());
		OnScreen.await(() -> "Cross-validating".equals(OnScreen.text(training, "stage")));
		Thread.sleep(3000);
		keep(training, "desk-training");
		OnScreen.await(() -> ("Anomaly Flow: " + model.getName()).equals(OnScreen.title(training)));
		Thread.sleep(3000);
		final List<Component> thumbnails = OnScreen.all(training,
			child -> child.getName() != null && child.getName().startsWith("good ") && child instanceof AbstractButton);
		screen.click(thumbnails.get(0));
		Thread.sleep(500);
		keep(training, "desk-trained");
		IJ.openImage(picture).show();
		screen.click(OnScreen.find(training, "Detect on..."));
		OnScreen.await(() -> OnScreen.showing("A folder of images...") != null);
		screen.press(KeyEvent.VK_DOWN);
		screen.press(KeyEvent.VK_ENTER);
		final Window detect = OnScreen.window(Detect.LABEL.replace("...", ""));
		screen.click(OnScreen.find(detect, "ok"));
		final Window result = OnScreen.window("Anomaly Flow: " + new File(picture).getName());
		Thread.sleep(1500);
		keep(result, "desk-result");
	}

	private void keep(final Window window, final String name) throws IOException {
		ImageIO.write(screen.picture(window), "png", new File(target, name + ".png"));
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
