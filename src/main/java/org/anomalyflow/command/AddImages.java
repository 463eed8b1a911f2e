package org.anomalyflow.command;

import java.io.File;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.roi.AreaRule;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** A model file and further good images in; the same model, which knows them, too, out. */
@Plugin(type = Command.class, name = "add-images", menuPath = AnomalyCommand.MENU + AddImages.LABEL, //
	headless = true, description = "Add good images to a model, for example parts that it has rejected by mistake, and set its thresholds again.")
public class AddImages extends ComputeCommand {

	public static final String LABEL = "Add Good Images to Anomaly Model...";

	@Parameter(label = "Model file", style = "open, model", persist = false, description = "A trained model, NAME.aflow or its name in the library; it is replaced.")
	private File model_file;

	@Parameter(label = "Good images", style = "directory", persist = false, //
		description = "Folder of good images; those that the model was trained on are left out.")
	private File good_images;

	@Parameter(label = "Retrain", persist = false, required = false, //
		description = "Train the model anew, with its own settings, on the images of the folder alone, which then must hold the old ones, too. Without it, patchcore and padim learn the new images in addition, and other models only get new thresholds from them.")
	private boolean retrain;

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
		frontEnd().showResult(String.join(System.lineSeparator(),
			new AnomalyFlow(device(), precision(), progress()).addImages(model_file, good_images, retrain, AreaRule.of(roi, ignore, false))));
	}
}
