package org.anomalyflow.command;

import java.util.Optional;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.Shards;
import org.anomalyflow.distributed.Shard;
import org.anomalyflow.evaluation.FolderOptions;
import org.anomalyflow.inference.VerdictListener;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** A folder of images in; tables and, as chosen, heatmaps, masks, overlays and ROI zips out. */
@Plugin(type = Command.class, name = "detect-folder", menuPath = AnomalyCommand.MENU + DetectFolder.LABEL, //
	headless = true, description = "Find anomalies in all images of a folder and write tables and pictures.")
public class DetectFolder extends FolderCommand {

	public static final String LABEL = "Detect Anomalies in Folder...";

	@Parameter(label = "Shard", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.COMPUTING), @Attr(name = Presentation.UNTOUCHED, value = "everything"),
			@Attr(name = Presentation.ONCE) }, //
		description = "Do only one of N parts of the images: I/N with I from 0 to N - 1, or auto/N where SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX says I; empty for everything. Merge when all are done; see docs/servers.md.")
	private String shard = "";

	@Override
	protected void checkInputs() {
		folderOptions();
		Shard.parse(shard);
	}

	@Override
	protected void execute() {
		final FolderOptions options = folderOptions();
		final Optional<Shard> part = Shard.parse(shard);
		if (part.isPresent())
			report(new Shards(device(), precision(), progress()).detectFolder(options, part.get()), options.outputFolder().toFile());
		else
			report(new AnomalyFlow(device(), precision(), progress()).detectFolder(options, listener(options, false, VerdictListener.NONE)));
	}
}
