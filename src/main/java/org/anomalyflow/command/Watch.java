package org.anomalyflow.command;

import java.io.File;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.evaluation.WatchOptions;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** A folder that pictures arrive in; a verdict on each as it comes, tables, and a program that runs for rejected ones. */
@Plugin(type = Command.class, name = "watch", menuPath = AnomalyCommand.MENU + Watch.LABEL, //
	headless = true, description = "Judge pictures as they arrive in a folder, for example from a camera: a line or a thumbnail for each, tables, and a program to run on reject.")
public class Watch extends FolderCommand {

	public static final String LABEL = "Watch Folder for Anomalies...";

	@Parameter(label = "Run on reject", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.WATCHING), @Attr(name = Presentation.UNTOUCHED, value = "nothing") }, //
		description = "A program to run for every rejected picture, with arguments, those with blanks in quotes; the picture's path is added as the last one. No shell is used. If it fails, that is told and the watch goes on.")
	private String on_reject = "";

	@Parameter(label = "It may take (seconds)", persist = false, required = false, min = "0.1", //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.WATCHING), //
		description = "The program that runs on reject is stopped after so many seconds.")
	private double reject_seconds = 30;

	@Parameter(label = "Files stand still (seconds)", persist = false, required = false, min = "0.1", //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.WATCHING), //
		description = "A picture is read when its file has not changed for so many seconds; more for slow cameras and networks. One that cannot be read is tried again for ten times as long.")
	private double settle_seconds = 1;

	@Parameter(label = "End after (seconds)", persist = false, required = false, min = "0", //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.WATCHING), @Attr(name = Presentation.UNTOUCHED, value = "never"),
			@Attr(name = Presentation.ONCE) }, //
		description = "The watch ends after so many seconds; 0 is never.")
	private double watch_seconds;

	@Parameter(label = "Stop file", style = "save", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.WATCHING), @Attr(name = Presentation.UNTOUCHED, value = "none") }, //
		description = "The watch ends when this file appears.")
	private File stop_file;

	@Override
	protected void checkInputs() {
		options();
	}

	private WatchOptions options() {
		return WatchOptions.of(folderOptions(), on_reject, reject_seconds, settle_seconds, watch_seconds, stop_file);
	}

	@Override
	protected void execute() {
		final WatchOptions options = options();
		report(new AnomalyFlow(device(), precision(), progress()).watch(options,
			listener(options.folder(), true, new JsonVerdicts(frontEnd()::showResult))));
	}
}
