package org.anomalyflow.inference;

import java.util.OptionalDouble;

import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.metric.PixelRuns;

/**
 * What a model reads off one image, before any threshold.
 *
 * @param score the image's score; higher means more anomalous
 * @param heat raw pixel scores at the image's own size; not a number outside of the area that was to be judged
 * @param maps the same heatmap at any other size
 * @param unlikeness how unlike the training images the whole image is, see {@link org.anomalyflow.gate.Gate}; 1 or more means
 *          that the score tells nothing; 0 if the model has no gate
 */
public record ImagePrediction(float score, ScorePlane heat, HeatmapSource maps, double unlikeness) {

	/** Makes a heatmap of any size from what the model computed, without passing through another size. */
	@FunctionalInterface
	public interface HeatmapSource {

		/** Raw pixel scores, [height, width] row by row. */
		float[] heatmap(int width, int height);

		/**
		 * The image's score if only an area of it counts.
		 *
		 * @param area of the image at its own size, not empty
		 * @return empty if the score does not come from places
		 */
		default OptionalDouble scoreWithin(final PixelRuns area) {
			return OptionalDouble.empty();
		}
	}

	/** The same with another unlikeness. */
	ImagePrediction withUnlikeness(final double other) {
		return new ImagePrediction(score, heat, maps, other);
	}

	/**
	 * The same where only an area counts; where the score does not come from places it stays that of the whole image.
	 * The heatmap itself is changed.
	 */
	public ImagePrediction within(final PixelRuns area) {
		heat.limitTo(area);
		return new ImagePrediction((float) maps.scoreWithin(area).orElse(score), heat, maps, unlikeness);
	}

	/** The same with its pixel scores in a temporary file. */
	ImagePrediction inFile() {
		return new ImagePrediction(score, heat.inFile(), maps, unlikeness);
	}

	/** Raw pixel scores at the image's own size, [height, width] row by row. */
	public float[] heatmap() {
		return heat.values();
	}

	/** Raw pixel scores at another size than the image's, [newHeight, newWidth] row by row. */
	public float[] heatmap(final int newWidth, final int newHeight) {
		return maps.heatmap(newWidth, newHeight);
	}
}
