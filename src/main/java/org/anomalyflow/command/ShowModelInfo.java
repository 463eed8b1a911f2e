package org.anomalyflow.command;

import java.io.File;

import org.anomalyflow.AnomalyFlow;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** A model file in; what it is, in words, out. */
@Plugin(type = Command.class, name = "info", menuPath = AnomalyCommand.MENU + ShowModelInfo.LABEL, //
	headless = true, description = "Tell what a model file is: model, data, thresholds, versions, provenance.")
public class ShowModelInfo extends AnomalyCommand {

	public static final String LABEL = "Anomaly Model Info...";

	@Parameter(label = "Model file", style = "open, model", persist = false, description = "A trained model, NAME.aflow or its name in the library.")
	private File model_file;

	@Override
	protected void execute() {
		frontEnd().showResult(AnomalyFlow.describe(model_file));
	}
}
