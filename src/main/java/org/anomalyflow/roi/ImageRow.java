package org.anomalyflow.roi;

import java.util.Arrays;
import java.util.List;

/**
 * One row of the table "Anomaly images" and of images.csv: one judged slice.
 *
 * @param image the image's title or relative path
 * @param slice 1-based number of the slice
 * @param score raw image score; higher = more anomalous
 * @param decision {@code pass}, {@code review} or {@code reject}
 * @param regions number of anomalous regions
 * @param areaPx area of all regions in pixels
 * @param area area of all regions in the square of {@code unit}
 * @param unit unit of length
 * @param max largest raw pixel score
 * @param seconds time that judging took
 */
public record ImageRow(String image, int slice, double score, String decision, int regions, int areaPx, double area,
	String unit, double max, double seconds)
{

	/** The column names, in the order of {@link #values()}. A public promise. */
	public static final List<String> COLUMNS = List.of("image", "slice", "score", "decision", "regions", "area_px",
		"area", "unit", "max", "seconds");

	/** The row of a slice, its areas summed up over the regions found. */
	public static ImageRow of(final String image, final SliceRegions found, final double score, final String unit,
		final double max, final double seconds)
	{
		int areaPx = 0;
		double area = 0;
		for (final Region region : found.regions()) {
			areaPx += region.areaPx();
			area += region.area();
		}
		return new ImageRow(image, found.slice(), score, found.decision(), found.regions().size(), areaPx, area, unit, max,
			seconds);
	}

	/** The values: strings, integers and doubles. */
	public List<Object> values() {
		return Arrays.asList(image, slice, score, decision, regions, areaPx, area, unit, max, seconds);
	}
}
