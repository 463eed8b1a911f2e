package org.anomalyflow.bundle;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import org.anomalyflow.threshold.GoodScores;
import org.anomalyflow.threshold.ScoreScale;
import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.threshold.ThresholdBasis;
import org.anomalyflow.util.Floats;

/**
 * The good images behind a model's thresholds: their scores, so that a new score can be compared with them, thresholds be
 * drawn, and set again for other rules.
 *
 * @param basis where the scores of images come from, a label of {@link ThresholdBasis}
 * @param scale what values scores and heatmaps take, a label of {@link ScoreScale}
 * @param folds how many models judged the images in a cross-validation; 1 for the model itself
 * @param share how many of the good images that were given are among these, above 0 to 1
 * @param scores the image scores, ascending, one for each part
 * @param regionLevels the scores of their heatmaps, by rules for regions
 * @param unlikeness how unlike the others the gate finds each of the images, ascending; empty without a gate
 * @param tiles of how many tiles an image was read, whose greatest score it has; null for images that were read whole
 * @param regionBasis where the scores of heatmaps come from, if that promises less than {@code basis}; null for the same
 */
public record CalibrationData(String basis, String scale, int folds, double share, List<Float> scores, List<RegionLevels> regionLevels,
	List<Float> unlikeness, Integer tiles, String regionBasis)
{

	/** Of images that were read whole. */
	public CalibrationData(final String basis, final String scale, final int folds, final double share, final List<Float> scores,
		final List<RegionLevels> regionLevels, final List<Float> unlikeness)
	{
		this(basis, scale, folds, share, scores, regionLevels, unlikeness, null, null);
	}

	/** The same with what the gate says of the images. */
	public CalibrationData withUnlikeness(final List<Float> others) {
		return new CalibrationData(basis, scale, folds, share, scores, regionLevels, others, tiles, regionBasis);
	}

	/** The same of images that were read in tiles. */
	public CalibrationData withTiles(final int number) {
		return new CalibrationData(basis, scale, folds, share, scores, regionLevels, unlikeness, number, regionBasis);
	}

	/** The same with heatmaps whose scores come from elsewhere. */
	public CalibrationData withRegionBasis(final ThresholdBasis other) {
		return new CalibrationData(basis, scale, folds, share, scores, regionLevels, unlikeness, tiles,
			other.label().equals(basis) ? null : other.label());
	}

	/** Where the scores of heatmaps come from. */
	public ThresholdBasis basisOfRegions() {
		return ThresholdBasis.ofLabel(regionBasis == null ? basis : regionBasis);
	}

	/** Of how many tiles the images were read; 1 for whole images. */
	public int tilesOfImage() {
		return tiles == null ? 1 : tiles;
	}

	/** What the gate says of the images; empty without a gate. */
	public Optional<GoodScores> unlikenessOfImages() {
		return unlikeness == null || unlikeness.isEmpty()
			? Optional.empty()
			: Optional.of(new GoodScores(Floats.toArray(unlikeness), ThresholdBasis.ofLabel(basis), ScoreScale.ENERGY));
	}

	/**
	 * For each good image the largest threshold at which its heatmap has a region by a rule.
	 *
	 * @param minArea the fewest pixels of a region, at least 1
	 * @param smoothing standard deviation of the smoothing before, in pixels
	 * @param levels ascending, one for each part
	 */
	public record RegionLevels(int minArea, double smoothing, List<Float> levels) {}

	/** The image scores. */
	public GoodScores imageScores() {
		return good(scores, ThresholdBasis.ofLabel(basis));
	}

	private GoodScores good(final List<Float> values, final ThresholdBasis from) {
		return new GoodScores(Floats.toArray(values), from, ScoreScale.ofLabel(scale));
	}

	/**
	 * The pixel threshold for a rule at which about {@code rate} of new good images show any region, as
	 * {@link GoodScores#threshold} has it.
	 * <p>
	 * It is set by the scores of that very rule if they are here, else by those of a rule that more images break: of the same
	 * smoothing and fewer pixels, or, as smoothing never raises the maximum of a map, of single pixels without smoothing.
	 *
	 * @param rate the false-alarm rate
	 * @param minArea the fewest pixels of a region; 0 as 1
	 * @param smoothing standard deviation of the smoothing before, in pixels
	 */
	public Threshold pixelThreshold(final BigDecimal rate, final int minArea, final double smoothing) {
		return levels(minArea, smoothing).threshold(rate);
	}

	/**
	 * For each good image the largest threshold at which it has a region by a rule, or more where that rule is not here, as
	 * {@link #pixelThreshold} has it.
	 *
	 * @param minArea the fewest pixels of a region; 0 as 1
	 * @param smoothing standard deviation of the smoothing before, in pixels
	 */
	public GoodScores levels(final int minArea, final double smoothing) {
		return good(rule(minArea, smoothing).levels(), basisOfRegions());
	}

	private RegionLevels rule(final int minArea, final double smoothing) {
		RegionLevels best = regionLevels.get(0);
		for (final RegionLevels rule : regionLevels) {
			final boolean closer = best.smoothing() != smoothing || rule.minArea() > best.minArea();
			if (closer && rule.smoothing() == smoothing && rule.minArea() <= Math.max(1, minArea))
				best = rule;
		}
		return best;
	}
}
