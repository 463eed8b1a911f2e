package org.anomalyflow.command;

import java.io.File;
import java.util.List;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.Models;
import org.anomalyflow.checkpoint.ImportOptions;
import org.anomalyflow.checkpoint.ImportResult;
import org.anomalyflow.report.ModelSummary;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** A checkpoint of a reference program in, a model file out. */
@Plugin(type = Command.class, name = "import", menuPath = AnomalyCommand.MENU + ImportCheckpoint.LABEL, //
	headless = true, description = "Make a model file of a checkpoint that the official CS-Flow code, anomalib's CS-Flow or the DANFlow code has trained.")
public class ImportCheckpoint extends ComputeCommand {

	public static final String LABEL = "Import Anomaly Checkpoint...";

	@Parameter(label = "Checkpoint", style = "open", persist = false, //
		description = "The file that was trained elsewhere: a PyTorch file, or safetensors as the export writes them; nothing in it is executed.")
	private File checkpoint;

	@Parameter(label = "Source", persist = false, required = false, choices = { "auto", "cs-flow", "anomalib", "danflow", "fastflow",
		"anomaly-flow" }, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "Whose checkpoint it is, anomaly-flow for an export from here; auto goes by the names of its tensors and the description beside them.")
	private String source = "auto";

	@Parameter(label = "Save to", style = "save", persist = false, //
		attrs = @Attr(name = Presentation.EXTENSION, value = ".aflow"), //
		description = "The model file to write, NAME.aflow.")
	private File save_to;

	@Parameter(label = "Good images", style = "directory", persist = false, required = false, //
		attrs = @Attr(name = Presentation.UNTOUCHED, value = "no thresholds yet"), //
		description = "Folder of good images that the checkpoint was not trained on, to set the thresholds with; empty leaves them unset, so that every image is for review.")
	private File good_images;

	@Parameter(label = "Image size (pixels)", persist = false, required = false, min = "0", max = "4096", //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.MORE),
			@Attr(name = Presentation.UNTOUCHED, value = "checkpoint's own") }, //
		description = "Side of the square to which images are resized; needed where the checkpoint does not tell and it was not the program's usual one.")
	private int image_size;

	@Parameter(label = "Backbone", persist = false, required = false, //
		choices = { "auto", "filter-bank", "resnet18", "resnet50", "wide-resnet-50-2", "efficientnet-b4", "efficientnet-b5", "deit-base-384",
			"eva-large" }, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "What computes the features: auto takes the checkpoint's own network, or the one that its channels imply.")
	private String backbone = ImportOptions.AUTO;

	@Parameter(type = ItemIO.OUTPUT, label = "Model file")
	private File model_file;

	@Override
	protected void checkInputs() {
		options();
	}

	private ImportOptions options() {
		return ImportOptions.builder().setCheckpoint(checkpoint).optSource(source).optGoodImages(good_images).optImageSize(image_size)
			.optBackbone(backbone).build();
	}

	@Override
	protected void execute() {
		final ImportOptions options = options();
		confirmReplacing(save_to);
		final ImportResult result = new AnomalyFlow(device(), precision(), progress()).importCheckpoint(options, save_to);
		if (progress().canAsk())
			Models.ofUser().keep(save_to, null).ifPresent(name -> progress().message("In the library of models it is called " + name + "."));
		frontEnd().showResult(String.join(System.lineSeparator(), String.join(System.lineSeparator(), result.sentences()),
			ModelSummary.of(result.bundle()), "Written: " + save_to.getAbsolutePath()), List.of(save_to));
		model_file = save_to;
	}
}
