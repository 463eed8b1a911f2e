package org.anomalyflow.training;

import java.math.BigDecimal;

import org.anomalyflow.inference.tile.TileRule;
import org.anomalyflow.roi.AreaRule;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.util.InvalidParameterException;

/**
 * What a user chooses about a training. A size of 0 stands for the model's own.
 *
 * @param model {@code cs-flow} or {@code danflow}
 * @param backbone a backbone's name, or {@code auto}
 * @param imageSize side of the square to which images are resized, in pixels, or 0
 * @param epochs how often each image is seen, or 0
 * @param batchSize images per step, or 0
 * @param attention what weighs the subnets' output of DANFlow: none, eca, gc, triplet or shuffle
 * @param augmentation how training images are varied
 * @param falseAlarmRate share of good images that may be rejected, above 0 and below 1
 * @param holdout which good images set the thresholds
 * @param seed decides hold-out, initial weights and the order of images
 * @param resume whether to go on with an unfinished training
 * @param tile how images are cut into tiles
 * @param area which part of images counts for the thresholds
 */
public record TrainingOptions(String model, String backbone, int imageSize, int epochs, int batchSize,
	String attention, Augmentation augmentation, BigDecimal falseAlarmRate, HoldOut holdout, long seed, boolean resume,
	TileRule tile, AreaRule area)
{

	public static final String DEFAULT_MODEL = "cs-flow";
	public static final String DEFAULT_BACKBONE = "auto";
	public static final String DEFAULT_ATTENTION = "none";
	public static final String DEFAULT_AUGMENTATION = "none";
	public static final long DEFAULT_SEED = 42;

	public TrainingOptions {
		if (imageSize < 0)
			throw new InvalidParameterException("image_size", imageSize, "a positive number, or 0 for the model's own");
		if (epochs < 0)
			throw new InvalidParameterException("epochs", epochs, "a positive number, or 0 for the model's own");
		if (batchSize < 0)
			throw new InvalidParameterException("batch_size", batchSize, "a positive number, or 0 for the model's own");
		if (falseAlarmRate.signum() <= 0 || falseAlarmRate.compareTo(BigDecimal.ONE) >= 0)
			throw new InvalidParameterException("false_alarm_rate", falseAlarmRate, "above 0 and below 1, for example " +
				ImageThresholds.DEFAULT_RATE);
	}

	/** All defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** The same for another run. */
	public TrainingOptions with(final String otherModel, final long otherSeed, final boolean resumeIt) {
		return new TrainingOptions(otherModel, backbone, imageSize, epochs, batchSize, attention, augmentation, falseAlarmRate,
			holdout, otherSeed, resumeIt, tile, area);
	}

	/** Starts from the defaults; {@link #build()} checks the ranges. */
	public static final class Builder {

		private String model = DEFAULT_MODEL;
		private String backbone = DEFAULT_BACKBONE;
		private int imageSize;
		private int epochs;
		private int batchSize;
		private String attention = DEFAULT_ATTENTION;
		private Augmentation augmentation = Augmentation.NONE;
		private BigDecimal falseAlarmRate = new BigDecimal(ImageThresholds.DEFAULT_RATE);
		private HoldOut holdout = HoldOut.parse(HoldOut.DEFAULT);
		private long seed = DEFAULT_SEED;
		private boolean resume;
		private TileRule tile = TileRule.NONE;
		private AreaRule area = AreaRule.ALL;

		private Builder() {}

		public Builder optModel(final String value) {
			model = value;
			return this;
		}

		public Builder optBackbone(final String value) {
			backbone = value;
			return this;
		}

		public Builder optImageSize(final int value) {
			imageSize = value;
			return this;
		}

		public Builder optEpochs(final int value) {
			epochs = value;
			return this;
		}

		public Builder optBatchSize(final int value) {
			batchSize = value;
			return this;
		}

		public Builder optAttention(final String value) {
			attention = value;
			return this;
		}

		/** @param value none, or names joined by + */
		public Builder optAugmentation(final String value) {
			augmentation = Augmentation.parse(value);
			return this;
		}

		/** @param value a decimal number as text, so that it stays exact */
		public Builder optFalseAlarmRate(final String value) {
			falseAlarmRate = ImageThresholds.rate(value);
			return this;
		}

		/** @param value auto, cross, quick, or a share from 0 to 0.9 */
		public Builder optHoldout(final String value) {
			holdout = HoldOut.parse(value);
			return this;
		}

		public Builder optSeed(final long value) {
			seed = value;
			return this;
		}

		public Builder optResume(final boolean value) {
			resume = value;
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

		public TrainingOptions build() {
			return new TrainingOptions(model, backbone, imageSize, epochs, batchSize, attention, augmentation, falseAlarmRate,
				holdout, seed, resume, tile, area);
		}
	}
}
