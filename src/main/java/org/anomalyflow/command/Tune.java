package org.anomalyflow.command;

import java.io.File;

import ij.ImagePlus;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.ThresholdTuning;
import org.anomalyflow.calibration.ThresholdTrial;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.roi.AreaRule;
import org.anomalyflow.util.Progress;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** A model file and images in; how its thresholds do, in a window where they can be moved, or in words. */
@Plugin(type = Command.class, name = "tune", menuPath = AnomalyCommand.MENU + Tune.LABEL, //
	headless = true, description = "See how the thresholds of a model do on images, and move them in a window; macros and the command line are told, and set them with calibrate.")
public class Tune extends ComputeCommand {

	public static final String LABEL = "Tune Anomaly Thresholds...";

	@Parameter(label = "Model file", style = "open, model", persist = false, description = "A trained model, NAME.aflow or its name in the library; it changes only when you save.")
	private File model_file;

	@Parameter(label = "Good images", style = "directory", persist = false, required = false, //
		attrs = @Attr(name = Presentation.UNTOUCHED, value = "those behind the thresholds"), //
		description = "Folder of good images that the model was not trained on; empty takes the scores that the model file keeps.")
	private File good_images;

	@Parameter(label = "Defective images", style = "directory", persist = false, required = false, //
		attrs = @Attr(name = Presentation.UNTOUCHED, value = "none"), //
		description = "Folder of defective images, in subfolders if there are several kinds: tells what the thresholds miss.")
	private File defect_images;

	@Parameter(label = "Region of interest (file)", style = "open", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.PART), @Attr(name = Presentation.UNTOUCHED, value = "all") }, //
		description = "What counts: a ROI file (.roi or .zip) or a mask image of the size of the images; empty for all. Take the same as in training and detection.")
	private File roi;

	@Parameter(label = "Ignore (file)", style = "open", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.PART), @Attr(name = Presentation.UNTOUCHED, value = "nothing") }, //
		description = "What does not count: a ROI file (.roi or .zip) or a mask image; empty for nothing.")
	private File ignore;

	@Override
	protected void execute() {
		final ThresholdTrial trial = ThresholdTuning.open(new AnomalyFlow(device(), precision(), progress()), model_file, good_images,
			defect_images, area());
		if (!frontEnd().tuneThresholds(trial, this::judge))
			frontEnd().showResult(String.join(System.lineSeparator(), trial.report()));
	}

	private AreaRule area() {
		return AreaRule.of(roi, ignore, false);
	}

	private ImageDetection judge(final ImagePlus image) {
		return new AnomalyFlow(device(), precision(), Progress.NONE).detectNext(image, model_file,
			DetectionOptions.builder().optArea(area()).build());
	}
}
