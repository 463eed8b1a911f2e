package org.anomalyflow.command;

import java.io.File;

import org.anomalyflow.Shards;
import org.anomalyflow.util.BatchOutcome;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** The results of all shards in; one set of tables out. */
@Plugin(type = Command.class, name = "merge", menuPath = AnomalyCommand.MENU + Merge.LABEL, //
	headless = true, description = "Put the results of all shards of a folder or an evaluation together, and name what is missing.")
public class Merge extends AnomalyCommand {

	public static final String LABEL = "Merge Anomaly Shards...";

	@Parameter(label = "Output folder", style = "directory", persist = false, description = "The output folder that all shards had.")
	private File output_folder;

	@Override
	protected void execute() {
		final BatchOutcome outcome = Shards.merge(output_folder, progress());
		final File report = new File(output_folder, "report.html");
		report(outcome, report.isFile() ? report : new File(output_folder, "images.csv"), output_folder);
	}
}
