package org.anomalyflow.inference;

import java.util.OptionalDouble;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.inference.tile.TileRule;
import org.anomalyflow.roi.AreaRule;
import org.anomalyflow.util.InvalidParameterException;

/**
 * What a user chooses about a detection.
 *
 * @param imageThreshold reject at this score or more; empty for the model's threshold
 * @param pixelThreshold mark pixels at this heat or more; empty for the model's threshold
 * @param minArea regions with fewer pixels are left out; 0 for the model's rule
 * @param smoothing sigma of the Gaussian that smooths the heatmap before the pixel threshold, in pixels; 0 for the model's rule
 * @param tile how images are cut into tiles
 * @param area which part of images counts
 * @param maxRegions so many regions are accepted in an image whose score passes; {@value #OF_MODEL} for the model's rule
 */
public record DetectionOptions(OptionalDouble imageThreshold, OptionalDouble pixelThreshold, int minArea, double smoothing, TileRule tile,
	AreaRule area, int maxRegions)
{

	/** Takes the model's rule. */
	public static final int OF_MODEL = -1;

	public DetectionOptions {
		if (minArea < 0)
			throw new InvalidParameterException("min_area", minArea, "0 or a number of pixels");
		if (maxRegions < OF_MODEL)
			throw new InvalidParameterException("max_regions", maxRegions, "0 or a number of regions, or " + OF_MODEL + " for the model's own");
		if (!(smoothing >= 0 && smoothing < Double.POSITIVE_INFINITY))
			throw new InvalidParameterException("smoothing", smoothing, "0 or a sigma in pixels");
	}

	/** The same with the rules of a model where the user has none. */
	DetectionOptions with(final ModelInfo.Accept rule) {
		return rule == null
			? this
			: new DetectionOptions(imageThreshold, pixelThreshold, minArea == 0 ? rule.minArea() : minArea,
				smoothing == 0 ? rule.sigma() : smoothing, tile, area, maxRegions == OF_MODEL ? rule.maxRegions() : maxRegions);
	}

	/** All defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** Starts from the defaults; {@link #build()} checks the ranges. */
	public static final class Builder {

		private OptionalDouble imageThreshold = OptionalDouble.empty();
		private OptionalDouble pixelThreshold = OptionalDouble.empty();
		private int minArea;
		private double smoothing;
		private TileRule tile = TileRule.NONE;
		private AreaRule area = AreaRule.ALL;
		private int maxRegions = OF_MODEL;

		private Builder() {}

		/** @param value a number as text, or empty for the model's threshold */
		public Builder optImageThreshold(final String value) {
			imageThreshold = threshold("image_threshold", value);
			return this;
		}

		/** @param value a number as text, or empty for the model's threshold */
		public Builder optPixelThreshold(final String value) {
			pixelThreshold = threshold("pixel_threshold", value);
			return this;
		}

		private static OptionalDouble threshold(final String parameter, final String value) {
			if (value == null || value.isBlank())
				return OptionalDouble.empty();
			try {
				final double threshold = Double.parseDouble(value.trim());
				if (Double.isFinite(threshold))
					return OptionalDouble.of(threshold);
			}
			catch (final NumberFormatException e) {
				// reported below
			}
			throw new InvalidParameterException(parameter, value, "a number, or empty for the model's own threshold");
		}

		public Builder optMinArea(final int value) {
			minArea = value;
			return this;
		}

		public Builder optSmoothing(final double value) {
			smoothing = value;
			return this;
		}

		/** @param value none, auto or the side of a tile in pixels, as text */
		public Builder optTile(final String value) {
			tile = TileRule.parse(value);
			return this;
		}

		public Builder optArea(final AreaRule value) {
			area = value;
			return this;
		}

		public Builder optMaxRegions(final int value) {
			maxRegions = value;
			return this;
		}

		public DetectionOptions build() {
			return new DetectionOptions(imageThreshold, pixelThreshold, minArea, smoothing, tile, area, maxRegions);
		}
	}
}
