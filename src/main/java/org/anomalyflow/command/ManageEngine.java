package org.anomalyflow.command;

import java.io.File;
import java.util.List;

import org.anomalyflow.EngineAndWeights;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Tells what engine, devices and weights are there; fetches or imports weights. */
@Plugin(type = Command.class, name = "engine", menuPath = AnomalyCommand.MENU + ManageEngine.LABEL, //
	headless = true, description = "Tell what engine, devices and weights are there; fetch weights, with consent, or import them from a file.")
public class ManageEngine extends DownloadingCommand {

	public static final String LABEL = "Anomaly Engine and Weights...";

	@Parameter(label = "Action", persist = false, required = false, choices = { "status", "download", "import" }, //
		description = "Tell what is there, fetch weights, or import them from a file.")
	private String action = "status";

	@Parameter(label = "Weights", persist = false, required = false, //
		description = "What to fetch: a backbone, for example resnet18, a file name that the status lists, or engine for the engine's libraries; for import only needed where the file does not tell what it is.")
	private String weights = "";

	@Parameter(label = "File", style = "open", persist = false, required = false, //
		description = "The .pth, .pt or .safetensors file to import.")
	private File file;

	@Override
	protected boolean needsLibraries() {
		return !"status".equals(action);
	}

	@Override
	protected void execute() {
		final EngineAndWeights engine = new EngineAndWeights(progress());
		final List<String> lines = switch (action) {
			case "download" -> engine.download(weights);
			case "import" -> engine.importFile(file, weights);
			default -> engine.status();
		};
		frontEnd().showResult(String.join(System.lineSeparator(), lines));
	}
}
