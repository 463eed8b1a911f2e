package org.anomalyflow.command;

import java.io.File;
import java.util.stream.Collectors;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.training.TrainingOptions;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Synthetic textures and parts with defects and masks, in MVTec AD layout. */
@Plugin(type = Command.class, name = "sample-data", menuPath = AnomalyCommand.MENU + MakeSampleData.LABEL, //
	headless = true, description = "Make synthetic textures and parts with defects and masks to try everything with.")
public class MakeSampleData extends AnomalyCommand {

	public static final String LABEL = "Make Anomaly Sample Data...";

	@Parameter(label = "Save to", style = "directory, new", persist = false, description = "Folder to write the categories into.")
	private File save_to;

	@Parameter(label = "Categories", persist = false, required = false, //
		description = "Names of the categories, separated by commas, or all.")
	private String categories = "all";

	@Parameter(label = "Training images", persist = false, required = false, min = "1", max = "1000", //
		description = "Good images to train with, per category.")
	private int count = 24;

	@Parameter(label = "Seed", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.COMPUTING), //
		description = "Seed of everything random.")
	private long seed = TrainingOptions.DEFAULT_SEED;

	@Override
	protected void execute() {
		frontEnd().showResult("Written: " + AnomalyFlow.makeSampleData(save_to, categories, count, seed, progress()).stream()
			.map(String::valueOf).collect(Collectors.joining(", ")));
	}
}
