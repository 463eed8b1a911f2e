package org.anomalyflow.command;

import java.io.File;

import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.tile.TileRule;
import org.scijava.plugin.Parameter;

/** A command that detects anomalies with a trained model. */
public abstract class DetectionCommand extends ComputeCommand {

	@Parameter(label = "Model file", style = "open", persist = false, description = "A trained model, NAME.aflow.")
	private File model_file;

	@Parameter(label = "Image threshold (empty = model's)", persist = false, required = false, //
		description = "Reject images with this score or more; empty takes the model's threshold.")
	private String image_threshold = "";

	@Parameter(label = "Pixel threshold (empty = model's)", persist = false, required = false, //
		description = "Mark pixels with this heat or more; empty takes the model's threshold.")
	private String pixel_threshold = "";

	@Parameter(label = "Smallest region (pixels)", persist = false, required = false, min = "0", //
		description = "Marked regions with fewer pixels are left out.")
	private int min_area;

	@Parameter(label = "Smoothing (sigma in pixels)", persist = false, required = false, min = "0", stepSize = "0.5", //
		description = "Gaussian smoothing of the heatmap before the pixel threshold is applied.")
	private double smoothing;

	@Parameter(label = "Tile (none, auto or pixels)", persist = false, required = false, //
		description = "Judge large images in tiles: none (whole, unless the model was trained on tiles), auto (tiles of the size of the training images where the image is larger), or the side of a tile in pixels of the image.")
	private String tile = TileRule.DEFAULT;

	protected final File modelFile() {
		return model_file;
	}

	protected final DetectionOptions.Builder detectionOptions() {
		return DetectionOptions.builder().optImageThreshold(image_threshold).optPixelThreshold(pixel_threshold).optMinArea(
			min_area).optSmoothing(smoothing).optTile(tile);
	}
}
