package org.anomalyflow.command;

import java.io.File;

import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.tile.TileRule;
import org.anomalyflow.roi.AreaRule;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** A command that detects anomalies with a trained model. */
public abstract class DetectionCommand extends ComputeCommand {

	@Parameter(label = "Model file", style = "open, model", persist = false, description = "A trained model, NAME.aflow or its name in the library.")
	private File model_file;

	@Parameter(label = "Image threshold", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.THRESHOLDS), @Attr(name = Presentation.UNTOUCHED, value = "model's"),
			@Attr(name = Presentation.ONCE) }, //
		description = "Reject images with this score or more; empty takes the model's threshold.")
	private String image_threshold = "";

	@Parameter(label = "Pixel threshold", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.THRESHOLDS), @Attr(name = Presentation.UNTOUCHED, value = "model's"),
			@Attr(name = Presentation.ONCE) }, //
		description = "Mark pixels with this heat or more; empty takes the model's threshold.")
	private String pixel_threshold = "";

	@Parameter(label = "Smallest region (pixels)", persist = false, required = false, min = "0", //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.THRESHOLDS), @Attr(name = Presentation.UNTOUCHED, value = "model's"),
			@Attr(name = Presentation.ONCE) }, //
		description = "Marked regions with fewer pixels are left out; 0 takes the model's rule, if it has one.")
	private int min_area;

	@Parameter(label = "Accepted regions", persist = false, required = false, min = "-1", //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.THRESHOLDS), @Attr(name = Presentation.UNTOUCHED, value = "model's"),
			@Attr(name = Presentation.ONCE) }, //
		description = "An image whose score passes may show so many marked regions without being reviewed; -1 takes the model's rule, none if it has none.")
	private int max_regions = DetectionOptions.OF_MODEL;

	@Parameter(label = "Smoothing (sigma in pixels)", persist = false, required = false, min = "0", stepSize = "0.5", //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.THRESHOLDS), @Attr(name = Presentation.UNTOUCHED, value = "model's"),
			@Attr(name = Presentation.ONCE) }, //
		description = "Gaussian smoothing of the heatmap before the pixel threshold is applied; 0 takes the model's rule, none if it has none.")
	private double smoothing;

	@Parameter(label = "Tile (none, auto or pixels)", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.PART), //
		description = "Judge large images in tiles: none (whole, unless the model was trained on tiles), auto (tiles of the size of the training images where the image is larger), or the side of a tile in pixels of the image.")
	private String tile = TileRule.DEFAULT;

	@Parameter(label = "Region of interest (file)", style = "open, words", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.PART),
			@Attr(name = Presentation.UNTOUCHED, value = "selection, or all"), @Attr(name = Presentation.ONCE) }, //
		description = "What is judged: a ROI file (.roi or .zip) or a mask image of the size of the images, the word selection for the image's selection, or none for all; empty takes the selection of an open image, if it has one.")
	private File roi;

	@Parameter(label = "Ignore (file)", style = "open, words", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.PART), @Attr(name = Presentation.UNTOUCHED, value = "nothing"),
			@Attr(name = Presentation.ONCE) }, //
		description = "What is not judged: a ROI file (.roi or .zip), a mask image, or the word selection for the image's selection; empty for nothing.")
	private File ignore;

	protected final File modelFile() {
		return model_file;
	}

	/** @param usesSelection whether a selection of the image limits what is judged unless another region is given */
	protected final DetectionOptions.Builder detectionOptions(final boolean usesSelection) {
		return DetectionOptions.builder().optImageThreshold(image_threshold).optPixelThreshold(pixel_threshold).optMinArea(min_area)
			.optSmoothing(smoothing).optMaxRegions(max_regions).optTile(tile).optArea(AreaRule.of(roi, ignore, usesSelection));
	}
}
