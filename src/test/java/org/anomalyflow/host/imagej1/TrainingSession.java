package org.anomalyflow.host.imagej1;

import java.awt.Component;
import java.awt.Frame;
import java.awt.Window;
import java.awt.event.WindowEvent;
import java.awt.event.KeyEvent;
import java.io.File;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.swing.AbstractButton;
import javax.swing.SwingUtilities;

import ij.IJ;
import ij.ImageJ;
import ij.WindowManager;
import ij.plugin.frame.Recorder;

import org.anomalyflow.command.DetectFolder;
import org.anomalyflow.command.Train;

/** Watches trainings as a person does, with the mouse and the keyboard, in a process with a display, and prints what it sees. */
public final class TrainingSession {

	private static final int SMALL = 64;

	private final OnScreen screen = new OnScreen();
	private final File good;
	private final File folder;

	private TrainingSession(final String good, final String folder) throws Exception {
		this.good = new File(good);
		this.folder = new File(folder);
	}

	/** @param args category folder with good images, folder for models */
	public static void main(final String[] args) {
		OnScreen.andEnd(() -> {
			new ImageJ();
			WindowPictures.command(DetectFolder.LABEL, "detect-folder");
			Recorder.record = true;
			final Recorder recorder = new Recorder(true);
			final TrainingSession session = new TrainingSession(args[0], args[1]);
			session.outliers(recorder);
			session.finishedEarly();
			session.discarded();
		});
	}

	private static void say(final String what, final Object value) {
		System.out.println("TRAINING " + what + ": " + value);
	}

	private void train(final String model, final String name, final int epochs, final int imageSize) {
		final Map<String, Object> inputs = new HashMap<>(Map.of("good_images", good, "save_to", new File(folder, name), "model", model,
			"backbone", "filter-bank", "image_size", imageSize, "device", "cpu"));
		if (epochs > 0)
			inputs.put("epochs", epochs);
		new ImageJ1Runner().run(Train.class, inputs);
	}

	/** Marks the image with the highest score and trains again without it. */
	private void outliers(final Recorder recorder) throws Exception {
		train("patchcore", "memory.aflow", 0, SMALL);
		final Window window = OnScreen.window("Anomaly Flow: memory.aflow");
		OnScreen.await("see ten good images", () -> thumbnails(window).size() == 10);
		say("promise", OnScreen.text(window, "promise").startsWith("Alarm at "));
		say("written", OnScreen.text(window, "headline").equals("Written: " + new File(folder, "memory.aflow").getAbsolutePath()));
		say("again at first", OnScreen.find(window, "again").isEnabled());
		final String first = thumbnails(window).get(0).getName().substring(5);
		screen.click(thumbnails(window).get(0));
		OnScreen.await("mark an image", () -> OnScreen.find(window, "again").isEnabled());
		say("again", ((AbstractButton) OnScreen.find(window, "again")).getText());
		screen.press(KeyEvent.VK_SPACE);
		OnScreen.await("take the mark back with the space bar", () -> !OnScreen.find(window, "again").isEnabled());
		screen.click(thumbnails(window).get(0));
		OnScreen.await("mark it again", () -> OnScreen.find(window, "again").isEnabled());
		screen.click(OnScreen.find(window, "again"));
		OnScreen.await("train again without it",
			() -> thumbnails(window).size() == 9 && "Anomaly Flow: memory.aflow".equals(OnScreen.title(window)));
		say("left out", thumbnails(window).stream().noneMatch(thumbnail -> thumbnail.getName().equals("good " + first)));
		say("recorded", recorder.getText().contains("exclude=" + first));
		say("windows", windows());
		screen.click(OnScreen.find(window, "Detect on..."));
		OnScreen.await("open the menu Detect on...", () -> OnScreen.showing("A folder of images...") != null);
		screen.click(OnScreen.showing("A folder of images..."));
		final Window dialog = OnScreen.window("Detect Anomalies in Folder");
		say("detects with", new File(OnScreen.text(dialog, "model_file")).getName());
		screen.click(OnScreen.find(dialog, "Cancel"));
		OnScreen.await("cancel the dialog", () -> !dialog.isShowing());
		IJ.openImage(new File(good, "test/spot/000.png").getPath()).show();
		screen.click(OnScreen.find(window, "Detect on..."));
		OnScreen.await("open the menu again", () -> OnScreen.showing("The active image: 000.png") != null);
		screen.click(OnScreen.showing("The active image: 000.png"));
		final Window result = OnScreen.window("Anomaly Flow: 000.png");
		say("judged", OnScreen.text(result, "verdict"));
		OnScreen.await("see the detection recorded", () -> recorder.getText().contains("Detect Anomalies...\", \"model_file="));
		SwingUtilities.invokeAndWait(result::dispose);
		WindowManager.getCurrentImage().close();
		SwingUtilities.invokeAndWait(window::toFront);
		screen.click(OnScreen.find(window, "Close"));
		OnScreen.await("close the window", () -> windows() == 0);
	}

	/** Ends a training as soon as there is something to end it with. */
	private void finishedEarly() throws Exception {
		train("cs-flow", "early.aflow", 0, SMALL);
		final Window window = OnScreen.window("Anomaly Flow: training early.aflow");
		OnScreen.await("begin to train what can be finished", () -> OnScreen.find(window, "Finish now").isEnabled());
		OnScreen.await("see the remaining time", () -> OnScreen.text(window, "time").matches("(\\d+:)?\\d+:\\d\\d left"));
		say("facts", OnScreen.text(window, "facts"));
		screen.click(OnScreen.find(window, "Finish now"));
		OnScreen.await("finish early", () -> "Anomaly Flow: early.aflow".equals(OnScreen.title(window)));
		// which phase it was in hangs on the machine; FinishedTrainingTest ends each of them
		say("finished", new File(folder, "early.aflow").isFile() && !thumbnails(window).isEmpty());
		say("details", !OnScreen.text(window, "details").isBlank());
		screen.click(OnScreen.find(window, "Close"));
		OnScreen.await("close the window of the finished model", () -> windows() == 0);
	}

	private void discarded() throws Exception {
		train("cs-flow", "none.aflow", 500, SMALL);
		final Window window = OnScreen.window("Anomaly Flow: training none.aflow");
		OnScreen.await("begin to train what is discarded", () -> OnScreen.find(window, "Finish now").isEnabled());
		screen.click(OnScreen.find(window, "Run in background"));
		OnScreen.await("send the window into the background", () -> !window.isShowing());
		SwingUtilities.invokeAndWait(((Frame) window)::toFront);
		OnScreen.await("bring the window back", window::isShowing);
		screen.click(OnScreen.find(window, "Cancel..."));
		OnScreen.await("ask whether to stop", () -> OnScreen.showing("Discard") != null);
		screen.click(OnScreen.showing("Go on"));
		OnScreen.await("go on", () -> OnScreen.showing("Discard") == null);
		say("goes on", window.isShowing());
		screen.click(OnScreen.find(window, "Cancel..."));
		OnScreen.await("ask once more whether to stop", () -> OnScreen.showing("Discard") != null);
		final Window question = SwingUtilities.getWindowAncestor(OnScreen.showing("Discard"));
		SwingUtilities.invokeAndWait(() -> question.dispatchEvent(new WindowEvent(question, WindowEvent.WINDOW_CLOSING)));
		OnScreen.await("go on once more", () -> OnScreen.showing("Discard") == null);
		say("closed question", window.isShowing());
		screen.click(OnScreen.find(window, "Cancel..."));
		OnScreen.await("ask again whether to stop", () -> OnScreen.showing("Discard") != null);
		screen.click(OnScreen.showing("Discard"));
		OnScreen.await("discard the training", () -> windows() == 0);
		say("kept", Arrays.toString(folder.list((dir, name) -> name.startsWith("none"))));
	}

	private static int windows() {
		return (int) Arrays.stream(Window.getWindows()).filter(window -> "anomaly-training".equals(window.getName()) && window.isShowing())
			.count();
	}

	private static List<Component> thumbnails(final Window window) {
		return OnScreen.all(window, child -> child.getName() != null && child.getName().startsWith("good ") && child instanceof AbstractButton);
	}
}
