package org.anomalyflow.command;

import java.io.File;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.checkpoint.ExportFormat;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** A model file in, files for Python and other programs out. */
@Plugin(type = Command.class, name = "export", menuPath = AnomalyCommand.MENU + ExportModel.LABEL, //
	headless = true, description = "Write a model for use in other programs: its tensors under the reference's names, one TorchScript program, or a model package of bioimage.io.")
public class ExportModel extends DownloadingCommand {

	public static final String LABEL = "Export Anomaly Model...";

	@Parameter(label = "Model file", style = "open, model", persist = false, description = "A trained model, NAME.aflow or its name in the library.")
	private File model_file;

	@Parameter(label = "Save to", style = "save", persist = false, //
		description = "The file to write, NAME.safetensors, NAME.pt or NAME.zip; beside the first two their description is written, NAME.json.")
	private File save_to;

	@Parameter(label = "Format", persist = false, required = false, choices = { "safetensors", "torchscript", "bioimageio" }, //
		description = "safetensors: the flow's tensors for the reference's load_state_dict; torchscript: image to anomaly map and score for torch.jit.load; bioimageio: that program as a model package of bioimage.io.")
	private String format = "safetensors";

	@Override
	protected void execute() {
		confirmReplacing(save_to);
		frontEnd().showResult(
			String.join(System.lineSeparator(), AnomalyFlow.exportModel(model_file, save_to, ExportFormat.parse(format), progress())));
	}
}
