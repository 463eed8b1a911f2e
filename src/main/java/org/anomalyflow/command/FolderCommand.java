package org.anomalyflow.command;

import java.io.File;

import org.anomalyflow.evaluation.FolderOptions;
import org.anomalyflow.inference.FolderRun;
import org.anomalyflow.inference.VerdictListener;
import org.anomalyflow.util.BatchOutcome;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** A command that detects anomalies in the images of a folder. */
public abstract class FolderCommand extends DetectionCommand {

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
		description = "What to write: tables, heatmaps, masks, labels, overlays, rois, joined by +; add ome-tiff or ome-zarr for heatmaps, masks and labels as OME-TIFF or OME-Zarr.")
	private String write = "tables+overlays";

	@Parameter(label = "Resume", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "Skip images whose results are already in the output folder, for detect-folder from the same model and settings; false begins anew there.")
	private boolean resume = true;

	/** What the user has chosen, checked. */
	public final FolderOptions folderOptions() {
		return FolderOptions.of(input_folder, output_folder, modelFile(), recursive, write, resume, detectionOptions(false).build());
	}

	/**
	 * Who is told of the verdicts: the window that shows them, if there is somebody to look at it.
	 *
	 * @param otherwise told if there is nobody
	 */
	protected final VerdictListener listener(final FolderOptions options, final boolean watching, final VerdictListener otherwise) {
		final FolderRun run = new FolderRun(options.inputFolder(), options.outputFolder(), options.modelFile(), options.detection(), device(),
			precision(), watching);
		return new DriftNote(run, frontEnd().folderWindow(run).orElse(otherwise));
	}

	/** Tells the end. */
	protected final void report(final BatchOutcome outcome) {
		report(outcome, output_folder, new File(output_folder, "images.csv"));
	}
}
