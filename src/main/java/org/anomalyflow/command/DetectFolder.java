package org.anomalyflow.command;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.evaluation.FolderOptions;
import org.anomalyflow.inference.VerdictListener;
import org.scijava.command.Command;
import org.scijava.plugin.Plugin;

/** A folder of images in; tables and, as chosen, heatmaps, masks, overlays and ROI zips out. */
@Plugin(type = Command.class, name = "detect-folder", menuPath = AnomalyCommand.MENU + DetectFolder.LABEL, //
	headless = true, description = "Find anomalies in all images of a folder and write tables and pictures.")
public class DetectFolder extends FolderCommand {

	public static final String LABEL = "Detect Anomalies in Folder...";

	@Override
	protected void checkInputs() {
		folderOptions();
	}

	@Override
	protected void execute() {
		final FolderOptions options = folderOptions();
		report(new AnomalyFlow(device(), precision(), progress()).detectFolder(options, listener(options, false, VerdictListener.NONE)));
	}
}
