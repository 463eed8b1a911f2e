package org.anomalyflow.command;

import java.io.File;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.evaluation.EvaluationOptions;
import org.anomalyflow.training.TrainingOptions;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** A data set in; all detectors on several backbones, one table and one report out. */
@Plugin(type = Command.class, name = "compare", menuPath = AnomalyCommand.MENU + Compare.LABEL, //
	headless = true, description = "Train and measure several detectors on several backbones on one data set, and write one table and report about all of them: quality, thresholds, time, memory, ranks, published numbers.")
public class Compare extends LearningCommand {

	public static final String LABEL = "Compare Anomaly Detectors...";

	@Parameter(label = "Data set", style = "directory", persist = false, description = "Folder of a data set or of one category.")
	private File dataset;

	@Parameter(label = "Output folder", style = "directory, new", persist = false, //
		description = "Where comparison.html, comparison.csv and, for each backbone, the results of an evaluation go; made if it is not there.")
	private File output_folder;

	@Parameter(label = "Layout", persist = false, required = false, //
		choices = { "auto", "mvtec", "mvtec-ad2", "mvtec-loco", "visa", "btad", "ksdd", "ksdd2", "mtd", "folder" }, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "How the data set's folders are arranged; auto recognises it.")
	private String layout = "auto";

	@Parameter(label = "Categories", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "Names of the categories, separated by commas, or all.")
	private String categories = "all";

	@Parameter(label = "Models", persist = false, required = false, //
		description = "Detectors to compare, separated by commas, or all that are installed.")
	private String model = EvaluationOptions.ALL;

	@Parameter(label = "Backbones", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.TRAINING), //
		description = "What computes the features, separated by commas: filter-bank, resnet18, resnet50, wide-resnet-50-2, efficientnet-b4, efficientnet-b5, deit-base-384, eva-large; auto takes filter-bank and, if its weights are here, resnet18.")
	private String backbones = TrainingOptions.DEFAULT_BACKBONE;

	@Parameter(label = "Epochs on networks", persist = false, required = false, min = "0", max = "100000", //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.TRAINING), @Attr(name = Presentation.UNTOUCHED, value = "as epochs") }, //
		description = "How often each training image is seen on all backbones but the filter bank, where detectors find out how long to train. On networks they take the epochs of their papers, which are hours without a GPU.")
	private int epochs_on_networks;

	@Parameter(label = "Seeds", persist = false, required = false, attrs = @Attr(name = Presentation.GROUP, value = Presentation.COMPUTING), //
		description = "Seeds, separated by commas; one model each. Several give intervals.")
	private String seeds = Long.toString(TrainingOptions.DEFAULT_SEED);

	@Parameter(label = "Write", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "What to write besides: tables, heatmaps, masks, labels, overlays, rois, joined by +; add ome-tiff or ome-zarr for heatmaps, masks and labels as OME-TIFF or OME-Zarr.")
	private String write = "tables";

	@Parameter(label = "Protocol", persist = false, required = false, choices = { "original", "csflow-anomalib", "danflow" }, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "At which size pixels are compared with masks: as they were drawn, or resized as a paper's code does it, to stand beside its numbers.")
	private String protocol = "original";

	@Parameter(label = "Resume", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "Do not repeat what is finished with the same settings.")
	private boolean resume = true;

	@Override
	protected void checkInputs() {
		options();
	}

	private EvaluationOptions options() {
		return EvaluationOptions.builder().setDataset(dataset).setOutputFolder(output_folder).optLayout(layout).optCategories(categories)
			.optModels(model).optSeeds(seeds).optWrite(write).optProtocol(protocol).optResume(resume).optTraining(trainingOptions().build())
			.build();
	}

	@Override
	protected void execute() {
		report(new AnomalyFlow(device(), precision(), progress()).compare(options(), backbones, epochs_on_networks),
			new File(output_folder, "comparison.html"), output_folder);
	}
}
