package org.anomalyflow.command;

import java.io.File;
import java.util.Optional;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.Shards;
import org.anomalyflow.distributed.Shard;
import org.anomalyflow.evaluation.EvaluationOptions;
import org.anomalyflow.training.TrainingOptions;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** A data set in; models, metric tables and a report out. */
@Plugin(type = Command.class, name = "evaluate", menuPath = AnomalyCommand.MENU + Evaluate.LABEL, //
	headless = true, description = "Train or load models for the categories of a data set, measure them on its test images and write tables and pictures.")
public class Evaluate extends TrainingCommand {

	public static final String LABEL = "Evaluate Anomaly Dataset...";

	@Parameter(label = "Data set", style = "directory", persist = false, description = "Folder of a data set or of one category.")
	private File dataset;

	@Parameter(label = "Output folder", style = "directory, new", persist = false, //
		description = "Where tables, pictures and models go; made if it is not there.")
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
		description = "Detectors to train, separated by commas: cflow, cs-flow, danflow, fastflow, msflow, padim, patchcore, spade; or all. auto takes one that suits the good images of each category and says why.")
	private String model = TrainingOptions.DEFAULT_MODEL;

	@Parameter(label = "Model file", style = "open, model", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.MORE), @Attr(name = Presentation.UNTOUCHED, value = "train one") }, //
		description = "A trained model, or its name in the library, to evaluate instead of training one per category.")
	private File model_file;

	@Parameter(label = "Seeds", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.COMPUTING), //
		description = "Seeds, separated by commas; one model each.")
	private String seeds = Long.toString(TrainingOptions.DEFAULT_SEED);

	@Parameter(label = "Write", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "What to write: tables, heatmaps, masks, labels, overlays, rois, joined by +; add ome-tiff or ome-zarr for heatmaps, masks and labels as OME-TIFF or OME-Zarr.")
	private String write = "tables+heatmaps+overlays";

	@Parameter(label = "Protocol", persist = false, required = false, choices = { "original", "csflow-anomalib", "danflow" }, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "At which size pixels are compared with masks: as they were drawn, or resized as a paper's code does it, to stand beside its numbers.")
	private String protocol = "original";

	@Parameter(label = "Resume", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.MORE), //
		description = "Do not repeat categories that are finished with the same settings.")
	private boolean resume = true;

	@Parameter(label = "Shard", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.COMPUTING), @Attr(name = Presentation.UNTOUCHED, value = "everything"),
			@Attr(name = Presentation.ONCE) }, //
		description = "Do only one of N parts of the runs, each of a category, a model and a seed: I/N with I from 0 to N - 1, or auto/N where SLURM_ARRAY_TASK_ID or JOB_COMPLETION_INDEX says I; empty for everything. Merge when all are done; see docs/servers.md.")
	private String shard = "";

	@Override
	protected void checkInputs() {
		options();
		Shard.parse(shard);
	}

	/** What the user has chosen, checked. */
	public final EvaluationOptions options() {
		return EvaluationOptions.builder().setDataset(dataset).setOutputFolder(output_folder).optLayout(layout).optCategories(categories)
			.optModels(model).optModelFile(model_file).optSeeds(seeds).optWrite(write).optProtocol(protocol).optResume(resume)
			.optTraining(trainingOptions().build()).build();
	}

	@Override
	protected void execute() {
		final Optional<Shard> part = Shard.parse(shard);
		if (part.isPresent())
			report(new Shards(device(), precision(), progress()).evaluate(options(), part.get()), output_folder);
		else
			report(new AnomalyFlow(device(), precision(), progress()).evaluate(options()), new File(output_folder, "report.html"), output_folder);
	}
}
