package org.anomalyflow.calibration;

import java.io.File;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.anomalyflow.inference.tile.TileRule;
import org.anomalyflow.roi.AreaRule;
import org.anomalyflow.roi.PlaceRule;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.util.InvalidParameterException;

/**
 * What a user chooses about setting a model's thresholds again. Good images set them all; values given by hand replace
 * what the images say, or without images what the model has.
 *
 * @param goodImages folder of good images that the model was not trained on; empty to set values by hand only
 * @param defectImages folder of defective images to measure the thresholds with
 * @param falseAlarmRate share of good images that may be rejected, above 0 and below 1; empty to store the image threshold
 *          with the best F1 instead, which needs {@code defectImages}
 * @param imageThreshold reject at this score or more
 * @param pixelThreshold mark pixels at this heat or more
 * @param reviewFrom review at this score or more
 * @param tile how good images are cut into tiles; the model then cuts all images so
 * @param area which part of images counts
 * @param accept what changes of which regions the model accepts
 * @param keptScores set thresholds again from the good scores that the model file keeps, without images
 */
public record CalibrationOptions(Optional<Path> goodImages, Optional<Path> defectImages, Optional<BigDecimal> falseAlarmRate,
	OptionalDouble imageThreshold, OptionalDouble pixelThreshold, OptionalDouble reviewFrom, TileRule tile, AreaRule area,
	RegionRuleChange accept, boolean keptScores)
{

	/** @throws InvalidParameterException if nothing would be set, or the choices contradict each other */
	public CalibrationOptions {
		if (goodImages.isEmpty() && imageThreshold.isEmpty() && pixelThreshold.isEmpty() && reviewFrom.isEmpty() && accept.isEmpty() &&
			!keptScores)
			throw new InvalidParameterException("good_images", null, "give a folder of good images that the model was not " +
				"trained on, or kept_scores, or set image_threshold, pixel_threshold, review_from, min_area, smoothing, max_regions or accept by hand");
		if (keptScores && goodImages.isPresent())
			throw new InvalidParameterException("kept_scores", true,
				"false where good_images are given: thresholds are set by those or by these");
		if (keptScores && falseAlarmRate.isEmpty())
			throw new InvalidParameterException("false_alarm_rate", null,
				"a number above 0 and below 1, for example " + ImageThresholds.DEFAULT_RATE + ", with kept_scores");
		if (goodImages.isEmpty() && defectImages.isPresent())
			throw new InvalidParameterException("good_images", null, "defect_images are compared with good images; give a folder of those, too");
		if (goodImages.isPresent() && falseAlarmRate.isEmpty() && defectImages.isEmpty())
			throw new InvalidParameterException("false_alarm_rate", null, "give a number above 0 and below 1, for example " +
				ImageThresholds.DEFAULT_RATE + "; empty takes the best F1, which needs defect_images");
		if (imageThreshold.isPresent() && reviewFrom.isPresent() && reviewFrom.getAsDouble() > imageThreshold.getAsDouble())
			throw new InvalidParameterException("review_from", reviewFrom.getAsDouble(),
				"at most image_threshold=" + imageThreshold.getAsDouble());
	}

	/** Which images are read, and how. */
	public CalibrationFolders folders() {
		return new CalibrationFolders(goodImages, defectImages, tile, area);
	}

	/** All defaults; good images or a value by hand must be set. */
	public static Builder builder() {
		return new Builder();
	}

	/** Starts from the defaults; {@link #build()} checks that the choices fit together. */
	public static final class Builder {

		private Optional<Path> goodImages = Optional.empty();
		private Optional<Path> defectImages = Optional.empty();
		private Optional<BigDecimal> falseAlarmRate = Optional.of(new BigDecimal(ImageThresholds.DEFAULT_RATE));
		private OptionalDouble imageThreshold = OptionalDouble.empty();
		private OptionalDouble pixelThreshold = OptionalDouble.empty();
		private OptionalDouble reviewFrom = OptionalDouble.empty();
		private TileRule tile = TileRule.NONE;
		private AreaRule area = AreaRule.ALL;
		private RegionRuleChange accept = RegionRuleChange.NONE;
		private boolean keptScores;

		private Builder() {}

		/** @param value a folder; null or an empty path for none */
		public Builder optGoodImages(final File value) {
			goodImages = CalibrationFolders.path(value);
			return this;
		}

		/** @param value a folder; null or an empty path for none */
		public Builder optDefectImages(final File value) {
			defectImages = CalibrationFolders.path(value);
			return this;
		}

		/** @param value a decimal number as text, so that it stays exact; empty for the best F1 */
		public Builder optFalseAlarmRate(final String value) {
			falseAlarmRate = value == null || value.isBlank() ? Optional.empty() : Optional.of(ImageThresholds.rate(value));
			return this;
		}

		/** @param value a number as text, or empty */
		public Builder optImageThreshold(final String value) {
			imageThreshold = number("image_threshold", value);
			return this;
		}

		/** @param value a number as text, or empty */
		public Builder optPixelThreshold(final String value) {
			pixelThreshold = number("pixel_threshold", value);
			return this;
		}

		/** @param value a number as text, or empty */
		public Builder optReviewFrom(final String value) {
			reviewFrom = number("review_from", value);
			return this;
		}

		/** @param value none, auto or the side of a tile in pixels, as text */
		public Builder optTile(final String value) {
			tile = TileRule.parse(value);
			return this;
		}

		/** @param value which part of images counts */
		public Builder optArea(final AreaRule value) {
			area = value;
			return this;
		}

		/**
		 * @param minArea the fewest pixels of a region that is not accepted; -1 leaves it as it is
		 * @param maxRegions how many larger ones are; -1 leaves it as it is
		 */
		public Builder optAccept(final int minArea, final int maxRegions) {
			return optAccept(minArea, maxRegions, RegionRuleChange.AS_IT_IS);
		}

		/**
		 * @param minArea the fewest pixels of a region that is not accepted; -1 leaves it as it is
		 * @param maxRegions how many larger ones are; -1 leaves it as it is
		 * @param smoothing standard deviation in pixels by which heatmaps are smoothed before; -1 leaves it as it is
		 */
		public Builder optAccept(final int minArea, final int maxRegions, final double smoothing) {
			accept = new RegionRuleChange(minArea, maxRegions, smoothing, accept.places());
			return this;
		}

		/**
		 * @param value a file of ROIs with the rules of places, {@code none} to have none any more, or null or an empty path to leave
		 *          them as they are
		 */
		public Builder optPlaces(final File value) {
			final Optional<List<PlaceRule>> places = CalibrationFolders.path(value)
				.map(path -> path.toString().equals("none") ? List.of() : PlaceRule.read("accept", path));
			accept = new RegionRuleChange(accept.minArea(), accept.maxRegions(), accept.smoothing(), places);
			return this;
		}

		/** @param value whether thresholds are set again from the good scores that the model file keeps */
		public Builder optKeptScores(final boolean value) {
			keptScores = value;
			return this;
		}

		private static OptionalDouble number(final String parameter, final String value) {
			if (value == null || value.isBlank())
				return OptionalDouble.empty();
			try {
				final double number = Double.parseDouble(value.trim());
				if (Float.isFinite((float) number))
					return OptionalDouble.of(number);
			}
			catch (final NumberFormatException e) {
				// reported below
			}
			throw new InvalidParameterException(parameter, value, "a number in units of the score, or empty to take it from " + "the images");
		}

		public CalibrationOptions build() {
			return new CalibrationOptions(goodImages, defectImages, falseAlarmRate, imageThreshold, pixelThreshold, reviewFrom, tile, area,
				accept, keptScores);
		}
	}
}
