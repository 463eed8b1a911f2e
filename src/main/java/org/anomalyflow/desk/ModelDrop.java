package org.anomalyflow.desk;

import java.awt.Component;
import java.io.File;

import javax.swing.SwingUtilities;

import ij.IJ;
import ij.plugin.DragAndDrop;

/** Lets model files be dropped on ImageJ's main window, where their cards open; all else is opened as ImageJ always does. */
public final class ModelDrop extends DragAndDrop {

	private static Component seen;

	private ModelDrop() {}

	/** Takes drops on ImageJ's window from now on, if it has one; does nothing the second time. */
	public static void install() {
		SwingUtilities.invokeLater(() -> {
			if (IJ.getInstance() == null || IJ.getInstance() == seen)
				return;
			seen = IJ.getInstance();
			// as ImageJ itself does when it starts
			new ModelDrop().run("");
		});
	}

	@Override
	public void openFile(final File file) {
		if (ModelsWindow.isModel(file))
			ModelsWindow.open(file);
		else
			super.openFile(file);
	}
}
