package org.anomalyflow.roi;

import java.util.List;

import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.metric.PixelRuns;

/**
 * How regions are marked and which of them are accepted.
 *
 * @param threshold pixels with this heat or more are marked
 * @param smoothing standard deviation of the smoothing before, in pixels; 0 for none
 * @param minArea regions with fewer pixels are accepted
 * @param maxRegions so many larger ones are that belong to no place, in an image whose score passes
 * @param places where other rules hold; may be empty
 */
public record RegionRule(float threshold, double smoothing, int minArea, int maxRegions, List<PlaceRule> places) {

	/**
	 * What is marked in a slice.
	 *
	 * @param mask the marked pixels
	 * @param regions their regions
	 * @param alarm whether there are more of them than are accepted somewhere
	 */
	public record Marked(PixelRuns mask, List<Region> regions, boolean alarm) {}

	/**
	 * Marks a slice.
	 *
	 * @param heat its scores
	 * @param source the image
	 * @param slice 1-based number of the slice
	 */
	public Marked mark(final ScorePlane heat, final ImageSlices source, final int slice) {
		final AcceptedRegions accepted = AcceptedRegions.of(PixelMasks.of(heat, threshold, smoothing, minArea), places, maxRegions, source,
			slice);
		return new Marked(accepted.mask(), Regions.find(heat, accepted.mask(), source.calibration(), minArea), accepted.alarm());
	}
}
