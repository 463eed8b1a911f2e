package org.anomalyflow.desk;

import java.awt.Component;
import java.io.File;
import java.util.Map;

import javax.swing.JFileChooser;
import javax.swing.JMenuItem;
import javax.swing.JPopupMenu;

import ij.IJ;
import ij.ImagePlus;
import ij.WindowManager;

import org.anomalyflow.command.Detect;
import org.anomalyflow.command.DetectFolder;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.ResultMark;
import org.anomalyflow.util.AnomalyFlowException;

/** What a model can be tried on: an image, which is judged at once, or a folder, which the dialog of the command asks for. */
final class DetectMenu {

	private static final String MODEL_FILE = "model_file";

	private final CommandRunner runner;
	private final File model;
	private final File near;

	/**
	 * @param runner runs the detection
	 * @param near where image files are looked for at first; null for the user's own folder
	 */
	DetectMenu(final CommandRunner runner, final File modelFile, final File near) {
		this.runner = runner;
		this.near = near;
		model = modelFile.getAbsoluteFile();
	}

	/** Opens the menu at a button. */
	void show(final Component button) {
		final JPopupMenu menu = new JPopupMenu();
		final ImagePlus active = WindowManager.getCurrentImage();
		final JMenuItem image = menu.add("The active image" + (active == null ? " (none is open)" : ": " + active.getTitle()));
		image.setEnabled(active != null);
		image.addActionListener(event -> judge(ResultMark.inspected(active)));
		menu.add("An image file...").addActionListener(event -> open(button));
		menu.add("A folder of images...")
			.addActionListener(event -> CommandStart.dialog(DetectFolder.class, Map.of(MODEL_FILE, model.getPath())));
		menu.show(button, 0, button.getHeight());
	}

	private void judge(final ImagePlus image) {
		runner.run(Detect.class, Map.of("image", image, MODEL_FILE, model));
	}

	private void open(final Component parent) {
		final JFileChooser chooser = new JFileChooser(near);
		chooser.setDialogTitle("Image to judge");
		if (chooser.showOpenDialog(parent) != JFileChooser.APPROVE_OPTION)
			return;
		take(chooser.getSelectedFile());
	}

	/** Judges an image file, or opens the dialog for a folder, as if it had been chosen in the menu. */
	void take(final File file) {
		if (file.isDirectory()) {
			CommandStart.dialog(DetectFolder.class, Map.of(MODEL_FILE, model.getPath(), "input_folder", file.getPath()));
			return;
		}
		new Thread(() -> {
			try {
				final ImagePlus image = ImageFiles.open(file.toPath());
				image.show();
				judge(image);
			}
			catch (final AnomalyFlowException e) {
				IJ.error("Anomaly Flow", Failures.words(e));
			}
		}, "Anomaly Flow: open " + file.getName()).start();
	}
}
