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
import org.anomalyflow.util.AnomalyFlowException;

/** What a model can be tried on: the active image, a file, a folder. Opens the dialog of the command with the model filled in. */
final class DetectMenu {

	private final CommandRunner runner;
	private final Map<String, String> entries;

	DetectMenu(final CommandRunner runner, final File modelFile) {
		this.runner = runner;
		entries = Map.of("model_file", modelFile.getAbsolutePath());
	}

	/** Opens the menu at a button. */
	void show(final Component button) {
		final JPopupMenu menu = new JPopupMenu();
		final ImagePlus active = WindowManager.getCurrentImage();
		final JMenuItem image = menu.add("The active image" + (active == null ? " (none is open)" : ": " + active.getTitle()));
		image.setEnabled(active != null);
		image.addActionListener(event -> runner.ask(Detect.class, entries));
		menu.add("An image file...").addActionListener(event -> open(button));
		menu.add("A folder of images...").addActionListener(event -> runner.ask(DetectFolder.class, entries));
		menu.show(button, 0, button.getHeight());
	}

	private void open(final Component parent) {
		final JFileChooser chooser = new JFileChooser();
		chooser.setDialogTitle("Image to judge");
		if (chooser.showOpenDialog(parent) != JFileChooser.APPROVE_OPTION)
			return;
		final File file = chooser.getSelectedFile();
		new Thread(() -> {
			try {
				ImageFiles.open(file.toPath()).show();
				runner.ask(Detect.class, entries);
			}
			catch (final AnomalyFlowException e) {
				IJ.error("Anomaly Flow", e.getMessage());
			}
		}, "Anomaly Flow: open " + file.getName()).start();
	}
}
