package org.anomalyflow.command;

import java.io.File;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.calibration.CalibrationOptions;
import org.anomalyflow.inference.tile.TileRule;
import org.anomalyflow.roi.AreaRule;
import org.anomalyflow.threshold.ImageThresholds;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** A model file and images in; the same model with other thresholds out. */
@Plugin(type = Command.class, name = "calibrate", menuPath = AnomalyCommand.MENU + Calibrate.LABEL, //
	headless = true, description = "Set the thresholds of a model again: from good images that it was not trained on, or by hand.")
public class Calibrate extends ComputeCommand {

	public static final String LABEL = "Calibrate Anomaly Model...";

	@Parameter(label = "Model file", style = "open, model", persist = false, description = "A trained model, NAME.aflow or its name in the library; its thresholds are replaced, the rest stays.")
	private File model_file;

	@Parameter(label = "Good images", style = "directory", persist = false, required = false, //
		attrs = @Attr(name = Presentation.UNTOUCHED, value = "keep thresholds"), //
		description = "Folder of good images that the model was not trained on; empty keeps the thresholds that are not given by hand.")
	private File good_images;

	@Parameter(label = "Defective images", style = "directory", persist = false, required = false, //
		attrs = @Attr(name = Presentation.UNTOUCHED, value = "none"), //
		description = "Folder of defective images, in subfolders if there are several kinds: tells how well the thresholds do.")
	private File defect_images;

	@Parameter(label = "False-alarm rate", persist = false, required = false, //
		attrs = @Attr(name = Presentation.UNTOUCHED, value = "best F1"), //
		description = "Share of good images that may be rejected by mistake, above 0 and below 1; empty takes the image threshold with the best F1 on good and defective images.")
	private String false_alarm_rate = ImageThresholds.DEFAULT_RATE;

	@Parameter(label = "Image threshold", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.THRESHOLDS),
			@Attr(name = Presentation.UNTOUCHED, value = "from images"), @Attr(name = Presentation.ONCE) }, //
		description = "Reject images with this score or more; empty takes it from the images.")
	private String image_threshold = "";

	@Parameter(label = "Pixel threshold", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.THRESHOLDS),
			@Attr(name = Presentation.UNTOUCHED, value = "from images"), @Attr(name = Presentation.ONCE) }, //
		description = "Mark pixels with this heat or more; empty takes it from the images.")
	private String pixel_threshold = "";

	@Parameter(label = "Review from", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.THRESHOLDS),
			@Attr(name = Presentation.UNTOUCHED, value = "from images"), @Attr(name = Presentation.ONCE) }, //
		description = "Have a person review images with this score or more, at most the image threshold; empty takes it from the images.")
	private String review_from = "";

	@Parameter(label = "Smallest region", persist = false, required = false, min = "-1", //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.THRESHOLDS), @Attr(name = Presentation.UNTOUCHED, value = "as it is"),
			@Attr(name = Presentation.ONCE) }, //
		description = "The model accepts marked regions with fewer pixels from now on; -1 leaves its rule as it is.")
	private int min_area = -1;

	@Parameter(label = "Accepted regions", persist = false, required = false, min = "-1", //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.THRESHOLDS), @Attr(name = Presentation.UNTOUCHED, value = "as it is"),
			@Attr(name = Presentation.ONCE) }, //
		description = "The model accepts so many marked regions in an image whose score passes from now on; -1 leaves its rule as it is.")
	private int max_regions = -1;

	@Parameter(label = "Smoothing (sigma in pixels)", persist = false, required = false, min = "-1", stepSize = "0.5", //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.THRESHOLDS), @Attr(name = Presentation.UNTOUCHED, value = "as it is"),
			@Attr(name = Presentation.ONCE) }, //
		description = "The model smooths heatmaps by so many pixels before regions are marked from now on, 0 for none; -1 leaves its rule as it is.")
	private double smoothing = -1;

	@Parameter(label = "Rules of places (ROI file)", style = "open, words", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.THRESHOLDS),
			@Attr(name = Presentation.UNTOUCHED, value = "as they are"), @Attr(name = Presentation.ONCE) }, //
		description = "A ROI file (.roi or .zip) whose ROIs say in their names which regions the model accepts there from now on: min_area=PIXELS, max_regions=NUMBER or both; none for no such rules; empty leaves them as they are.")
	private File accept;

	@Parameter(label = "Kept scores", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.THRESHOLDS), @Attr(name = Presentation.ONCE) }, //
		description = "Without images, set all thresholds again for the false-alarm rate, from the good scores that the model file keeps.")
	private boolean kept_scores;

	@Parameter(label = "Tile (none, auto or pixels)", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.PART), //
		description = "Read good images in tiles: none (as the model was trained), auto (tiles of the size of the training images), or the side of a tile in pixels of the image; detection then uses the same tiles.")
	private String tile = TileRule.DEFAULT;

	@Parameter(label = "Region of interest (file)", style = "open", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.PART), @Attr(name = Presentation.UNTOUCHED, value = "all") }, //
		description = "What counts: a ROI file (.roi or .zip) or a mask image of the size of the images; empty for all. Take the same as in training and detection.")
	private File roi;

	@Parameter(label = "Ignore (file)", style = "open", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.PART), @Attr(name = Presentation.UNTOUCHED, value = "nothing") }, //
		description = "What does not count: a ROI file (.roi or .zip) or a mask image; empty for nothing.")
	private File ignore;

	@Override
	protected void checkInputs() {
		options();
	}

	private CalibrationOptions options() {
		return CalibrationOptions.builder().optGoodImages(good_images).optDefectImages(defect_images).optFalseAlarmRate(false_alarm_rate)
			.optImageThreshold(image_threshold).optPixelThreshold(pixel_threshold).optReviewFrom(review_from).optTile(tile)
			.optArea(AreaRule.of(roi, ignore, false)).optAccept(min_area, max_regions, smoothing).optPlaces(accept).optKeptScores(kept_scores)
			.build();
	}

	@Override
	protected void execute() {
		frontEnd().showResult(
			String.join(System.lineSeparator(), new AnomalyFlow(device(), precision(), progress()).calibrate(model_file, options()).sentences()));
	}
}
