package org.anomalyflow.roi;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

import org.anomalyflow.threshold.ImageThresholds;

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
 * @param pValue share of good images that score so high or higher at most; null if the model does not tell
 * @param reviewFrom the lower image threshold in use
 * @param imageThreshold the upper image threshold in use
 * @param reason why the decision was taken; empty for {@code pass}
 * @param pixelThreshold the threshold of the mask in use
 * @param sliceLabel what the slice is called in its stack; empty if it has no name
 */
public record ImageRow(String image, int slice, double score, String decision, int regions, int areaPx, double area, String unit,
	double max, double seconds, Double pValue, double reviewFrom, double imageThreshold, String reason, double pixelThreshold,
	String sliceLabel)
{

	/** The column names, in the order of {@link #values()}. A public promise. */
	public static final List<String> COLUMNS = List.of("image", "slice", "score", "decision", "regions", "area_px", "area", "unit", "max",
		"seconds", "p_value", "review_from", "image_threshold", "reason", "pixel_threshold", "slice_label");

	/** The row of a slice, its areas summed up over the regions found. */
	public static ImageRow of(final String image, final SliceRegions found, final double score, final String unit, final double max,
		final double seconds, final OptionalDouble pValue, final ImageThresholds thresholds, final String reason, final double pixelThreshold,
		final String sliceLabel)
	{
		int areaPx = 0;
		double area = 0;
		for (final Region region : found.regions()) {
			areaPx += region.areaPx();
			area += region.area();
		}
		return new ImageRow(image, found.slice(), score, found.decision(), found.regions().size(), areaPx, area, unit, max, seconds,
			pValue.isPresent() ? pValue.getAsDouble() : null, thresholds.reviewFrom().value(), thresholds.imageThreshold().value(), reason,
			pixelThreshold, sliceLabel);
	}

	/** The values: strings, integers and doubles; null where one is undefined. */
	public List<Object> values() {
		return Arrays.asList(image, slice, score, decision, regions, areaPx, area, unit, max, seconds, pValue, reviewFrom, imageThreshold,
			reason, pixelThreshold, sliceLabel);
	}
}
