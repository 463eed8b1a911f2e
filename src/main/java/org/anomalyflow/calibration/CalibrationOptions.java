package org.anomalyflow.calibration;

import java.io.File;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.inference.tile.TileRule;
import org.anomalyflow.roi.AreaRule;
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
 * @param accept which regions the model accepts from now on; empty to leave that as it is
 */
public record CalibrationOptions(Optional<Path> goodImages, Optional<Path> defectImages, Optional<BigDecimal> falseAlarmRate,
	OptionalDouble imageThreshold, OptionalDouble pixelThreshold, OptionalDouble reviewFrom, TileRule tile, AreaRule area,
	Optional<ModelInfo.Accept> accept)
{

	/** @throws InvalidParameterException if nothing would be set, or the choices contradict each other */
	public CalibrationOptions {
		if (goodImages.isEmpty() && imageThreshold.isEmpty() && pixelThreshold.isEmpty() && reviewFrom.isEmpty() && accept.isEmpty())
			throw new InvalidParameterException("good_images", null, "give a folder of good images that the model was not " +
				"trained on, or set image_threshold, pixel_threshold, review_from, min_area or max_regions by hand");
		if (goodImages.isEmpty() && defectImages.isPresent())
			throw new InvalidParameterException("good_images", null, "defect_images are compared with good images; give a folder of those, too");
		if (goodImages.isPresent() && falseAlarmRate.isEmpty() && defectImages.isEmpty())
			throw new InvalidParameterException("false_alarm_rate", null, "give a number above 0 and below 1, for example " +
				ImageThresholds.DEFAULT_RATE + "; empty takes the best F1, which needs defect_images");
		if (imageThreshold.isPresent() && reviewFrom.isPresent() && reviewFrom.getAsDouble() > imageThreshold.getAsDouble())
			throw new InvalidParameterException("review_from", reviewFrom.getAsDouble(),
				"at most image_threshold=" + imageThreshold.getAsDouble());
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
		private Optional<ModelInfo.Accept> accept = Optional.empty();

		private Builder() {}

		/** @param value a folder; null or an empty path for none */
		public Builder optGoodImages(final File value) {
			goodImages = path(value);
			return this;
		}

		/** @param value a folder; null or an empty path for none */
		public Builder optDefectImages(final File value) {
			defectImages = path(value);
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
		 * @param minArea the fewest pixels of a region that is not accepted
		 * @param maxRegions how many larger ones are; -1 for both leaves the model's rule as it is
		 */
		public Builder optAccept(final int minArea, final int maxRegions) {
			if (minArea < -1)
				throw new InvalidParameterException("min_area", minArea, "0 or a number of pixels, or -1 to leave it as it is");
			if (maxRegions < -1)
				throw new InvalidParameterException("max_regions", maxRegions, "0 or a number of regions, or -1 to leave it as it is");
			accept = minArea < 0 && maxRegions < 0
				? Optional.empty()
				: Optional.of(new ModelInfo.Accept(Math.max(0, minArea), Math.max(0, maxRegions)));
			return this;
		}

		private static Optional<Path> path(final File value) {
			return value == null || value.getPath().isBlank() ? Optional.empty() : Optional.of(value.toPath());
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
				accept);
		}
	}
}
