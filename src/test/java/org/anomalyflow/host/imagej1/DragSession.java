package org.anomalyflow.host.imagej1;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.GraphicsEnvironment;
import java.awt.Point;
import java.awt.Rectangle;
import java.awt.Window;
import java.io.File;

import javax.swing.JComboBox;
import javax.swing.SwingUtilities;

import ij.IJ;
import ij.ImageJ;

import org.anomalyflow.OwnJava;
import org.anomalyflow.command.Train;

/** Drags files with the mouse out of another program ({@link DragSource}) onto a dialog, onto the window of a training and onto ImageJ's, and prints what it sees. */
public final class DragSession {

	private final OnScreen screen = new OnScreen();
	private final Point source;

	private DragSession(final Point source) throws Exception {
		this.source = source;
	}

	/** @param args folder of good images, model file, picture to judge */
	public static void main(final String[] args) {
		OnScreen.andEnd(() -> {
			new ImageJ();
			final Rectangle whole = GraphicsEnvironment.getLocalGraphicsEnvironment().getMaximumWindowBounds();
			final Point source = new Point(whole.x, whole.y + whole.height - 3 * DragSource.HEIGHT);
			final Process other = new ProcessBuilder(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "-cp", System.getProperty("java.class.path"),
				DragSource.class.getName(), Integer.toString(source.x), Integer.toString(source.y), args[0], args[1], args[2])
				.redirectError(ProcessBuilder.Redirect.INHERIT).start();
			try {
				other.inputReader().readLine();
				Thread.sleep(1000);
				new DragSession(source).work(args[0]);
			}
			finally {
				other.destroyForcibly().waitFor();
			}
		});
	}

	private void work(final String folder) throws Exception {
		new Thread(() -> new CommandPlugIn().run("train")).start();
		final Window dialog = OnScreen.window(Train.LABEL.replace("...", ""));
		drag(0, OnScreen.find(dialog, "good_images"));
		OnScreen.await("see the folder in the field", () -> !OnScreen.text(dialog, "good_images").isEmpty());
		say("folder", OnScreen.text(dialog, "good_images").equals(folder));
		OnScreen.await("see where the model goes", () -> !OnScreen.text(dialog, "save_to").isEmpty());
		say("times", OnScreen.text(dialog, "times").matches(".*patchcore.* about \\d+ seconds.*cs-flow about .*"));
		SwingUtilities.invokeAndWait(() -> ((JComboBox<?>) OnScreen.find(dialog, "model")).setSelectedItem("patchcore"));
		screen.click(OnScreen.find(dialog, "ok"));
		final Window trained = OnScreen.window("Anomaly Flow: " + new File(folder).getName() + ".aflow");
		drag(2, trained);
		final Window result = OnScreen.window("Anomaly Flow: 000.png");
		OnScreen.await("see the verdict", () -> !OnScreen.text(result, "verdict").isBlank());
		say("verdict", OnScreen.text(result, "verdict"));
		drag(1, IJ.getInstance());
		final Window models = OnScreen.window("Anomaly Flow: models");
		OnScreen.await("see the card of the model", () -> !OnScreen.text(models, "card").isBlank());
		say("card", OnScreen.text(models, "card").startsWith("part.aflow"));
	}

	private void drag(final int line, final Component target) {
		final Point corner = target.getLocationOnScreen();
		final Dimension size = target.getSize();
		screen.drag(new Point(source.x + DragSource.WIDTH / 2, source.y + line * DragSource.HEIGHT + DragSource.HEIGHT / 2),
			new Point(corner.x + size.width / 2, corner.y + size.height / 2));
	}

	private static void say(final String what, final Object value) {
		System.out.println("DRAG " + what + ": " + value);
	}
}
