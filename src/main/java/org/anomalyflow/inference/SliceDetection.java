package org.anomalyflow.inference;

import java.util.List;
import java.util.OptionalDouble;

import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.roi.Region;
import org.anomalyflow.threshold.Verdict;

/**
 * The verdict on one slice.
 *
 * @param slice its number, from 1
 * @param width width in pixels
 * @param height height in pixels
 * @param reading score and heatmap
 * @param verdict what to do with it, and why
 * @param pValue share of good images that score so high or higher at most; empty if the model file does not tell
 * @param mask anomalous pixels
 * @param regions the mask's 8-connected regions
 * @param seconds wall time of reading the slice
 */
public record SliceDetection(int slice, int width, int height, ImagePrediction reading, Verdict verdict, OptionalDouble pValue,
	PixelRuns mask, List<Region> regions, double seconds)
{

	/** The largest raw pixel score. */
	public float max() {
		return reading.heat().max();
	}
}
