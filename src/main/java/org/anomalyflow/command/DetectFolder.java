package org.anomalyflow.command;

import java.io.File;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.evaluation.FolderOptions;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** A folder of images in; tables and, as chosen, heatmaps, masks, overlays and ROI zips out. */
@Plugin(type = Command.class, name = "detect-folder", menuPath = AnomalyCommand.MENU + DetectFolder.LABEL, //
	headless = true, description = "Find anomalies in all images of a folder and write tables and pictures.")
public class DetectFolder extends DetectionCommand {

	public static final String LABEL = "Detect Anomalies in Folder...";

	@Parameter(label = "Input folder", style = "directory", persist = false, description = "Folder of images to inspect.")
	private File input_folder;

	@Parameter(label = "Output folder", style = "directory, new", persist = false, //
		description = "Where tables and pictures go; made if it is not there.")
	private File output_folder;

	@Parameter(label = "With subfolders", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "Also inspect images in subfolders.")
	private boolean recursive;

	@Parameter(label = "Write", persist = false, required = false, //
		description = "What to write: tables, heatmaps, masks, labels, overlays, rois, joined by +; add ome-tiff for heatmaps, masks and labels as OME-TIFF.")
	private String write = "tables+overlays";

	@Parameter(label = "Resume", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "Skip images whose results are already in the output folder, from the same model and settings.")
	private boolean resume = true;

	@Override
	protected void checkInputs() {
		options();
	}

	private FolderOptions options() {
		return FolderOptions.of(input_folder, output_folder, modelFile(), recursive, write, resume, detectionOptions(false).build());
	}

	@Override
	protected void execute() {
		report(new AnomalyFlow(device(), precision(), progress()).detectFolder(options()), output_folder,
			new File(output_folder, "images.csv"));
	}
}
