package org.anomalyflow.inference;

/**
 * What a model reads off one image, before any threshold.
 *
 * @param score the image's score; higher means more anomalous
 * @param heatmap raw pixel scores at the image's own size, [height, width] row by row
 * @param maps the same heatmap at any other size
 * @param unlikeness how unlike the training images the whole image is, see {@link org.anomalyflow.gate.Gate}; 1 or more means
 *          that the score tells nothing; 0 if the model has no gate
 */
public record Reading(float score, float[] heatmap, HeatmapSource maps, double unlikeness) {

	/** Makes a heatmap of any size from what the model computed, without passing through another size. */
	@FunctionalInterface
	public interface HeatmapSource {

		/** Raw pixel scores, [height, width] row by row. */
		float[] heatmap(int width, int height);
	}

	/** The same with another unlikeness. */
	Reading withUnlikeness(final double other) {
		return new Reading(score, heatmap, maps, other);
	}

	/** Raw pixel scores at another size than the image's, [newHeight, newWidth] row by row. */
	public float[] heatmap(final int newWidth, final int newHeight) {
		return maps.heatmap(newWidth, newHeight);
	}
}
