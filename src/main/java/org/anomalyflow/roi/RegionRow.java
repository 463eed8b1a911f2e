package org.anomalyflow.roi;

import java.util.Arrays;
import java.util.List;

/**
 * One row of the table "Anomaly regions" and of regions.csv.
 *
 * @param image the image's title or relative path
 * @param slice 1-based number of the slice
 * @param region what was measured
 * @param sliceLabel what the slice is called in its stack; empty if it has no name
 */
public record RegionRow(String image, int slice, Region region, String sliceLabel) {

	/** The column names, in the order of {@link #values()}. A public promise. */
	public static final List<String> COLUMNS = List.of("image", "slice", "region", "area_px", "area", "unit", "x", "y", "width", "height",
		"centroid_x", "centroid_y", "mean", "max", "slice_label");

	/** The rows of all regions of a slice. */
	public static List<RegionRow> of(final String image, final SliceRegions found, final String sliceLabel) {
		return found.regions().stream().map(region -> new RegionRow(image, found.slice(), region, sliceLabel)).toList();
	}

	/** The values: strings, integers and doubles. */
	public List<Object> values() {
		return Arrays.asList(image, slice, region.number(), region.areaPx(), region.area(), region.unit(), region.x(), region.y(),
			region.width(), region.height(), region.centroidX(), region.centroidY(), region.mean(), region.max(), sliceLabel);
	}
}
