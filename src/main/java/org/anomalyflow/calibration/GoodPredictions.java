package org.anomalyflow.calibration;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.bundle.ThresholdInfo;
import org.anomalyflow.inference.ImagePrediction;
import org.anomalyflow.metric.ComponentLevels;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.threshold.DisplayRange;
import org.anomalyflow.threshold.GoodScores;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.threshold.ScoreScale;
import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.threshold.ThresholdBasis;
import org.anomalyflow.util.Floats;
import org.anomalyflow.util.InvalidParameterException;

/**
 * Collects what models read off good images, one entry for each part: of several images of one part (views, slices, copies
 * of a file) the highest scores count, because they are not independent of each other and a promise made of them as if
 * they were would not hold. Of each heatmap only a few numbers are kept.
 */
public final class GoodPredictions {

	/**
	 * What is kept of one part.
	 *
	 * @param score of the part
	 * @param levels its scores by the rules for regions
	 * @param median its usual heat
	 * @param accepted its scores by the rules for regions where some are accepted at places
	 */
	public record Part(float score, float[] levels, float median, float[] accepted) {

		/** Without rules of places. */
		public Part(final float score, final float[] levels, final float median) {
			this(score, levels, median, levels);
		}

		/** The higher scores of both. */
		Part with(final Part other) {
			return new Part(Math.max(score, other.score), highest(levels, other.levels), Math.max(median, other.median),
				highest(accepted, other.accepted));
		}

		private static float[] highest(final float[] some, final float[] others) {
			final float[] highest = some.clone();
			for (int i = 0; i < highest.length; i++)
				highest[i] = Math.max(highest[i], others[i]);
			return highest;
		}
	}

	private final SortedMap<Integer, Part> parts = new TreeMap<>();
	private final ScoreScale scale;

	/** @param scale what values scores and heatmaps take */
	public GoodPredictions(final ScoreScale scale) {
		this.scale = scale;
	}

	/**
	 * Adds an image or a tile of one.
	 *
	 * @param part number of the part that it shows
	 * @param reading score, and scores of pixels at the resolution at which they will be compared with the threshold
	 * @param area the pixels that count; empty for all
	 * @throws InvalidParameterException if a number is not finite
	 */
	public void add(final int part, final ImagePrediction reading, final Optional<PixelRuns> area) {
		add(part, reading, area, List.of());
	}

	/**
	 * The same where small regions are accepted at some places.
	 *
	 * @param places in pixels of the heatmap; may be empty
	 */
	void add(final int part, final ImagePrediction reading, final Optional<PixelRuns> area, final List<ComponentLevels.Place> places) {
		final ImagePrediction counted = area.map(reading::within).orElse(reading);
		final float[] heatmap = counted.heatmap();
		final float[] judged = area.isEmpty() ? heatmap : judged(heatmap, area.get());
		check(judged);
		final int width = counted.heat().width();
		final int height = counted.heat().height();
		final float[] levels = RegionRules.scores(heatmap, width, height, List.of());
		add(part,
			new Part(counted.score(), levels, median(judged), places.isEmpty() ? levels : RegionRules.scores(heatmap, width, height, places)));
	}

	private static float[] judged(final float[] heatmap, final PixelRuns area) {
		final float[] judged = new float[Math.toIntExact(area.count())];
		final int[] count = new int[1];
		area.forEach((y, start, end) -> {
			System.arraycopy(heatmap, y * area.width() + start, judged, count[0], end - start);
			count[0] += end - start;
		});
		return judged;
	}

	/**
	 * Adds what was kept of several parts.
	 *
	 * @param read what was kept of each, by its number
	 * @param change what to make of it first
	 */
	public void addAll(final SortedMap<Integer, Part> read, final UnaryOperator<Part> change) {
		read.forEach((part, one) -> add(part, change.apply(one)));
	}

	private void add(final int part, final Part read) {
		parts.merge(part, read, Part::with);
	}

	/** What was kept of each part, by its number. */
	public SortedMap<Integer, Part> parts() {
		return parts;
	}

	private static void check(final float[] heatmap) {
		for (final float heat : heatmap)
			if (!Float.isFinite(heat))
				throw new InvalidParameterException("good_images", "a heatmap with the value " + heat,
					"all scores must be finite numbers; train again with a smaller learning rate or in float32");
	}

	private static float median(final float[] heatmap) {
		final float[] ascending = heatmap.clone();
		Arrays.sort(ascending);
		return ascending[(ascending.length - 1) / 2];
	}

	/** The image scores. */
	GoodScores scores(final ThresholdBasis basis) {
		final float[] scores = new float[parts.size()];
		int i = 0;
		for (final Part part : parts.values())
			scores[i++] = part.score();
		return new GoodScores(scores, basis, scale);
	}

	/**
	 * As a model file holds them.
	 *
	 * @param basis where the models behind the scores had their images from
	 * @param folds how many models there were
	 * @param share how many of the good images are among these, above 0 to 1
	 */
	CalibrationData data(final ThresholdBasis basis, final int folds, final double share) {
		return data(basis, folds, share, Part::levels);
	}

	/** The same with other scores by the rules for regions. */
	CalibrationData data(final ThresholdBasis basis, final int folds, final double share, final Function<Part, float[]> ofRegions) {
		final List<CalibrationData.RegionLevels> rules = new ArrayList<>();
		for (int rule = 0; rule < RegionRules.count(); rule++) {
			final float[] levels = new float[parts.size()];
			int i = 0;
			for (final Part part : parts.values())
				levels[i++] = ofRegions.apply(part)[rule];
			Arrays.sort(levels);
			rules.add(new CalibrationData.RegionLevels(RegionRules.area(rule), RegionRules.smoothing(rule), Floats.toList(levels)));
		}
		return new CalibrationData(basis.label(), scale.label(), folds, share, Floats.toList(scores(basis).ascending()), rules, List.of());
	}

	/**
	 * Thresholds for a false-alarm rate, and the display range: from the median of the images' median heats to somewhat above
	 * the pixel threshold, so that good surfaces are dark and alarms stand out.
	 *
	 * @param rate the false-alarm rate
	 * @param basis where the models behind the scores had their images from
	 * @param folds how many models there were
	 * @param share how many of the good images are among these, above 0 to 1
	 */
	public ModelInfo.Calibration calibration(final BigDecimal rate, final ThresholdBasis basis, final int folds, final double share) {
		return calibration(rate, basis, basis, folds, share);
	}

	/**
	 * The same where the scores of heatmaps promise less than those of images.
	 *
	 * @param regionBasis where the models behind the heatmaps had their images from
	 */
	public ModelInfo.Calibration calibration(final BigDecimal rate, final ThresholdBasis basis, final ThresholdBasis regionBasis,
		final int folds, final double share)
	{
		final CalibrationData data = data(basis, folds, share).withRegionBasis(regionBasis);
		return describe(ImageThresholds.of(data.imageScores(), rate), data.pixelThreshold(rate, 1, 0), data);
	}

	/**
	 * Thresholds from these images and those behind earlier ones together.
	 *
	 * @param before the earlier ones
	 * @param rate the false-alarm rate
	 * @param basis what all of them are
	 * @param regionBasis the same for the heatmaps
	 */
	public ModelInfo.Calibration calibrationWith(final CalibrationData before, final BigDecimal rate, final ThresholdBasis basis,
		final ThresholdBasis regionBasis)
	{
		final CalibrationData own = data(basis, 1, 1);
		final List<CalibrationData.RegionLevels> rules = new ArrayList<>();
		for (final CalibrationData.RegionLevels rule : before.regionLevels())
			for (final CalibrationData.RegionLevels same : own.regionLevels())
				if (same.minArea() == rule.minArea() && same.smoothing() == rule.smoothing())
					rules.add(new CalibrationData.RegionLevels(rule.minArea(), rule.smoothing(), both(rule.levels(), same.levels())));
		final List<Float> scores = both(before.scores(), own.scores());
		final CalibrationData all = new CalibrationData(basis.label(), before.scale(), scores.size(), 1, scores, rules, before.unlikeness(),
			before.tiles(), null).withRegionBasis(regionBasis);
		return describe(ImageThresholds.of(all.imageScores(), rate), all.pixelThreshold(rate, 1, 0), all);
	}

	private static List<Float> both(final List<Float> some, final List<Float> others) {
		return Stream.concat(some.stream(), others.stream()).sorted().toList();
	}

	/** As a model file holds thresholds that the images or a user have set. */
	ModelInfo.Calibration describe(final ImageThresholds image, final Threshold pixel, final CalibrationData data) {
		final DisplayRange display = DisplayRange.around(usualHeat(), pixel.value());
		return new ModelInfo.Calibration(ThresholdInfo.of(image.reviewFrom()), ThresholdInfo.of(image.imageThreshold()),
			ThresholdInfo.of(pixel), display.low(), display.high(), data);
	}

	private float usualHeat() {
		final double[] medians = parts.values().stream().mapToDouble(Part::median).sorted().toArray();
		return (float) medians[(medians.length - 1) / 2];
	}
}
