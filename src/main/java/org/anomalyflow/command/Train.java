package org.anomalyflow.command;

import java.io.File;

import ij.ImagePlus;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.Models;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.report.ModelSummary;
import org.anomalyflow.roi.AreaRule;
import org.anomalyflow.threshold.DisplayRange;
import org.anomalyflow.training.TrainingOptions;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Good images in, a calibrated model file out. */
@Plugin(type = Command.class, name = "train", menuPath = AnomalyCommand.MENU + Train.LABEL, //
	headless = true, description = "Train a detector on good images only and set its thresholds; the result is one model file.")
public class Train extends TrainingCommand {

	public static final String LABEL = "Train Anomaly Model...";

	@Parameter(label = "Good images", style = "directory", persist = false, required = false, //
		attrs = @Attr(name = Presentation.UNTOUCHED, value = "drop a folder here; empty: the active stack"), //
		description = "Folder of good images, or a category folder with train/good or train/ok; empty = the slices of the active stack.")
	private File good_images;

	@Parameter(label = "Active stack", persist = false, required = false, //
		description = "The stack whose slices are the good images, if no folder is given.")
	private ImagePlus image;

	@Parameter(label = "Save to", style = "save", persist = false, //
		attrs = { @Attr(name = Presentation.EXTENSION, value = ".aflow"),
			@Attr(name = Presentation.UNTOUCHED, value = "named after the folder") }, //
		description = "The model file to write, NAME.aflow.")
	private File save_to;

	@Parameter(label = "Model", persist = false, required = false, choices = { "cs-flow", "danflow", "padim", "patchcore", "spade", "auto" }, //
		description = "Which detector to train; auto takes the one that suits the good images, and says why.")
	private String model = TrainingOptions.DEFAULT_MODEL;

	@Parameter(label = "Minutes (with model auto)", persist = false, required = false, min = "0", max = "100000", //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.TRAINING),
			@Attr(name = Presentation.UNTOUCHED, value = "as few as possible") }, //
		description = "How many minutes a training may take with model=auto; 0 takes a detector that learns in one look at the images.")
	private int minutes;

	@Parameter(label = "Region of interest (file)", style = "open, words", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.PART), @Attr(name = Presentation.UNTOUCHED, value = "all"),
			@Attr(name = Presentation.ONCE) }, //
		description = "What counts, for what is learned and for the thresholds: a ROI file (.roi or .zip) or a mask image of the size of the images, the word selection for the image's selection, or none for all; empty takes the selection of the active stack, if it has one.")
	private File roi;

	@Parameter(label = "Ignore (file)", style = "open, words", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.PART), @Attr(name = Presentation.UNTOUCHED, value = "nothing"),
			@Attr(name = Presentation.ONCE) }, //
		description = "What does not count: a ROI file (.roi or .zip), a mask image, or the word selection for the image's selection; empty for nothing.")
	private File ignore;

	@Parameter(label = "Leave out", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.TRAINING), @Attr(name = Presentation.UNTOUCHED, value = "none"),
			@Attr(name = Presentation.ONCE) }, //
		description = "Good images that turned out not to be good, and are left out: names of files, separated by commas, with the folder before a name that several have; of a stack the numbers of slices.")
	private String exclude = "";

	@Parameter(label = "Resume", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.TRAINING), @Attr(name = Presentation.ONCE) }, //
		description = "Go on with an unfinished training of the same model file.")
	private boolean resume;

	@Parameter(label = "Seed", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.COMPUTING), //
		description = "Seed of everything random.")
	private long seed = TrainingOptions.DEFAULT_SEED;

	@Parameter(type = ItemIO.OUTPUT, label = "Model file")
	private File model_file;

	@Override
	protected void checkInputs() {
		final TrainingOptions options = options();
		if (!options.isAutomatic())
			DetectorOptions.of(Detectors.of(options.model()), options.detectorOptions());
	}

	private TrainingOptions options() {
		return trainingOptions().optModel(model).optMinutes(minutes).optSeed(seed).optExclude(exclude).optResume(resume)
			.optArea(AreaRule.of(roi, ignore, good_images == null || good_images.getPath().isBlank())).build();
	}

	@Override
	protected void execute() {
		final TrainingOptions options = options();
		try (TrainingView view = frontEnd().showTraining(inputs())) {
			if (!view.mayReplace())
				confirmReplacing(save_to);
			final ModelBundle trained = new AnomalyFlow(device(), precision(), agreed(view.progress())).train(good_images, image, save_to,
				options, view.listener());
			model_file = save_to;
			if (view.progress().canAsk())
				Models.ofUser().keep(save_to, good_images)
					.ifPresent(name -> view.progress().message("In the library of models it is called " + name + "."));
			view.done(describe(trained));
		}
	}

	private TrainedModel describe(final ModelBundle trained) {
		final ModelInfo.Calibration calibration = trained.info().calibration();
		return new TrainedModel(save_to, calibration.reviewFrom().value(), calibration.imageThreshold().value(),
			new DisplayRange(calibration.displayMin(), calibration.displayMax()),
			calibration.sentence(calibration.imageThreshold().toThreshold()),
			String.join(System.lineSeparator(), "Written: " + save_to.getAbsolutePath(),
				"Next: open an image and choose " + Detect.LABEL + " with this model, or " + DetectFolder.LABEL + " for many.",
				ModelSummary.of(trained)));
	}
}
