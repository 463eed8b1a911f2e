package org.anomalyflow.desk;

import java.awt.Component;
import java.io.File;
import java.util.Optional;

import javax.swing.JFileChooser;
import javax.swing.filechooser.FileNameExtensionFilter;

import org.anomalyflow.command.CommandInput;

/** The file dialog of an input: to open, to save, or for a folder. */
final class FileChoice {

	private static final String MODELS = "aflow";
	/** Where the last file was chosen; the next one is mostly near. */
	private static File last;

	private FileChoice() {}

	/** The file that the user chooses; empty if none. */
	static Optional<File> of(final CommandInput input, final String current, final Component parent) {
		final JFileChooser chooser = new JFileChooser();
		chooser.setDialogTitle(input.label());
		if (input.isFolder())
			chooser.setFileSelectionMode(JFileChooser.DIRECTORIES_ONLY);
		if (input.name().equals("model_file") || !input.presentation().extension().isEmpty())
			chooser.setFileFilter(new FileNameExtensionFilter("Anomaly Flow models (*." + MODELS + ")", MODELS));
		final File start = current.isBlank() ? last : new File(current);
		if (start != null && start.isDirectory() && input.isFolder())
			chooser.setSelectedFile(start);
		else if (start != null) {
			chooser.setCurrentDirectory(start.isDirectory() ? start : start.getAbsoluteFile().getParentFile());
			if (!current.isBlank())
				chooser.setSelectedFile(start);
		}
		final boolean saves = input.presentation().has("save");
		final int answer = saves ? chooser.showSaveDialog(parent) : chooser.showDialog(parent, input.isFolder() ? "Choose" : "Open");
		if (answer != JFileChooser.APPROVE_OPTION)
			return Optional.empty();
		last = chooser.getSelectedFile();
		return Optional.of(last);
	}
}
