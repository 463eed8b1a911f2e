package org.anomalyflow.training;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.dataset.ExcludedImages;
import org.anomalyflow.inference.tile.TileRule;
import org.anomalyflow.model.DetectorOption;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.roi.AreaRule;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.util.InvalidParameterException;

/**
 * What a user chooses about a training. A size of 0 stands for the model's own.
 *
 * @param model the name of a kind of detector, see {@link org.anomalyflow.model.Detectors}, or, for {@link ModelTrainer}, auto
 * @param backbone a backbone's name, or {@code auto}
 * @param imageSize side of the square to which images are resized, in pixels, or 0
 * @param epochs how often each image is seen, or 0
 * @param batchSize images per step, or 0
 * @param detectorOptions what is chosen about that kind alone, by the names of {@code DetectorFactory.options()}
 * @param augmentation how training images are varied
 * @param falseAlarmRate share of good images that may be rejected, above 0 and below 1
 * @param holdout which good images set the thresholds
 * @param seed decides hold-out, initial weights and the order of images
 * @param resume whether to go on with an unfinished training
 * @param tile how images are cut into tiles
 * @param area which part of images counts for the thresholds
 * @param exclude good images that are left out
 * @param minutes how long a training may take, where the kind of detector is chosen automatically; 0 for as short as possible
 */
public record TrainingOptions(String model, String backbone, int imageSize, int epochs, int batchSize,
	SortedMap<String, String> detectorOptions, Augmentation augmentation, BigDecimal falseAlarmRate, HoldOut holdout, long seed,
	boolean resume, TileRule tile, AreaRule area, ExcludedImages exclude, int minutes)
{

	public static final String DEFAULT_MODEL = "cs-flow";
	public static final String DEFAULT_BACKBONE = "auto";
	public static final String DEFAULT_ATTENTION = "none";
	public static final String DEFAULT_AUGMENTATION = "none";
	public static final long DEFAULT_SEED = 42;
	private static final String EPOCHS = "epochs";
	private static final String BATCH_SIZE = "batch_size";

	public TrainingOptions {
		detectorOptions = Collections.unmodifiableSortedMap(new TreeMap<>(detectorOptions));
		if (imageSize < 0)
			throw new InvalidParameterException("image_size", imageSize, "a positive number, or 0 for the model's own");
		if (epochs < 0)
			throw new InvalidParameterException("epochs", epochs, "a positive number, or 0 for the model's own");
		if (batchSize < 0)
			throw new InvalidParameterException("batch_size", batchSize, "a positive number, or 0 for the model's own");
		if (minutes < 0)
			throw new InvalidParameterException("minutes", minutes, "a positive number, or 0 for as few as possible");
		if (falseAlarmRate.signum() <= 0 || falseAlarmRate.compareTo(BigDecimal.ONE) >= 0)
			throw new InvalidParameterException("false_alarm_rate", falseAlarmRate,
				"above 0 and below 1, for example " + ImageThresholds.DEFAULT_RATE);
	}

	/** All defaults. */
	public static Builder builder() {
		return new Builder();
	}

	/** The choices that made a model, as far as its file tells. */
	public static TrainingOptions of(final ModelInfo info) {
		final Builder builder = builder().optModel(info.model()).optBackbone(info.backbone().name())
			.optImageSize(info.preprocessing().imageSize()).optAugmentation(info.training().augmentation()).optSeed(info.training().seed());
		info.calibration().imageThreshold().toThreshold().requestedRate().ifPresent(rate -> builder.optFalseAlarmRate(rate.toPlainString()));
		if (info.training().choices() == null)
			builder.optSettings(info);
		else
			info.training().choices().forEach(builder::optChoice);
		if (info.preprocessing().tile() != null)
			builder.optTile(String.valueOf(info.preprocessing().tile()));
		return builder.build();
	}

	/** What the user chose of epochs, batch size and the detector's own options, as NAME=VALUE. */
	List<String> choices() {
		final List<String> choices = new ArrayList<>();
		if (epochs > 0)
			choices.add(EPOCHS + "=" + epochs);
		if (batchSize > 0)
			choices.add(BATCH_SIZE + "=" + batchSize);
		detectorOptions.forEach((name, value) -> choices.add(name + "=" + value));
		return choices;
	}

	/** The same for another run, without options that the other kind of detector does not have; auto has none. */
	public TrainingOptions with(final String otherModel, final long otherSeed, final boolean resumeIt) {
		final SortedMap<String, String> own = new TreeMap<>(detectorOptions);
		own.keySet()
			.retainAll(isAutomatic(otherModel) ? List.of() : Detectors.of(otherModel).options().stream().map(DetectorOption::name).toList());
		return new TrainingOptions(otherModel, backbone, imageSize, epochs, batchSize, own, augmentation, falseAlarmRate, holdout, otherSeed,
			resumeIt, tile, area, exclude, minutes);
	}

	/** The same on another backbone. */
	public TrainingOptions withBackbone(final String other) {
		return new TrainingOptions(model, other, imageSize, epochs, batchSize, detectorOptions, augmentation, falseAlarmRate, holdout, seed,
			resume, tile, area, exclude, minutes);
	}

	/** The same with other epochs; 0 for the detector's own. */
	public TrainingOptions withEpochs(final int other) {
		return new TrainingOptions(model, backbone, imageSize, other, batchSize, detectorOptions, augmentation, falseAlarmRate, holdout, seed,
			resume, tile, area, exclude, minutes);
	}

	/** Whether the kind of detector is left to what suits the images. */
	public boolean isAutomatic() {
		return isAutomatic(model);
	}

	/** Whether a value of the parameter {@code model} leaves the kind of detector to what suits the images. */
	public static boolean isAutomatic(final String model) {
		return DetectorChoice.AUTO.equals(model);
	}

	/** The same for another kind of detector, with the options as they are. */
	TrainingOptions withModel(final String other) {
		return new TrainingOptions(other, backbone, imageSize, epochs, batchSize, detectorOptions, augmentation, falseAlarmRate, holdout, seed,
			resume, tile, area, exclude, minutes);
	}

	/** The same where only a part of images counts. */
	public TrainingOptions withArea(final AreaRule other) {
		return new TrainingOptions(model, backbone, imageSize, epochs, batchSize, detectorOptions, augmentation, falseAlarmRate, holdout, seed,
			resume, tile, other, exclude, minutes);
	}

	/** Starts from the defaults; {@link #build()} checks the ranges. */
	public static final class Builder {

		private String model = DEFAULT_MODEL;
		private String backbone = DEFAULT_BACKBONE;
		private int imageSize;
		private int epochs;
		private int batchSize;
		private final SortedMap<String, String> detectorOptions = new TreeMap<>();
		private Augmentation augmentation = Augmentation.NONE;
		private BigDecimal falseAlarmRate = new BigDecimal(ImageThresholds.DEFAULT_RATE);
		private HoldOut holdout = HoldOut.parse(HoldOut.DEFAULT);
		private long seed = DEFAULT_SEED;
		private boolean resume;
		private TileRule tile = TileRule.NONE;
		private AreaRule area = AreaRule.ALL;
		private ExcludedImages exclude = ExcludedImages.NONE;
		private int minutes;

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

		/** @param value of DANFlow's option {@code attention}; none leaves it open */
		public Builder optAttention(final String value) {
			return DEFAULT_ATTENTION.equals(value) ? this : optDetectorOption("attention", value);
		}

		/** One of the options that belong to the kind of detector alone. */
		public Builder optDetectorOption(final String name, final String value) {
			detectorOptions.put(name, value);
			return this;
		}

		/** One of {@link #choices()}. */
		private void optChoice(final String choice) {
			final String name = choice.substring(0, Math.max(0, choice.indexOf('=')));
			final String value = choice.substring(choice.indexOf('=') + 1);
			switch (name) {
				case EPOCHS -> epochs = whole(choice, value);
				case BATCH_SIZE -> batchSize = whole(choice, value);
				default -> detectorOptions.put(name, value);
			}
		}

		private static int whole(final String choice, final String value) {
			try {
				return Integer.parseInt(value);
			}
			catch (final NumberFormatException e) {
				throw new InvalidParameterException("model_file", choice, "a whole number is expected among its training.choices; train it anew");
			}
		}

		/** What settings tell of a model that does not hold the choices. */
		private void optSettings(final ModelInfo info) {
			epochs = info.training().plannedEpochs();
			for (final DetectorOption option : Detectors.of(info.model()).options())
				if (info.settings().has(option.name()))
					optDetectorOption(option.name(), info.settings().get(option.name()).getAsString());
		}

		/** @param value options as NAME=VALUE, separated by commas or blanks, which values may have inside; may be empty */
		public Builder optDetectorOptions(final String value) {
			for (final String option : value.trim().split("[,\\s]+(?=\\w+=)"))
				if (!option.isEmpty()) {
					final int equals = option.indexOf('=');
					if (equals < 1)
						throw new InvalidParameterException("options", value, "give NAME=VALUE, several separated by commas");
					detectorOptions.put(option.substring(0, equals), option.substring(equals + 1));
				}
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

		/** @param value names of files or numbers of slices, separated by commas; may be empty */
		public Builder optExclude(final String value) {
			exclude = new ExcludedImages(value);
			return this;
		}

		/** @param value minutes that a training may take with model=auto; 0 for as few as possible */
		public Builder optMinutes(final int value) {
			minutes = value;
			return this;
		}

		public TrainingOptions build() {
			return new TrainingOptions(model, backbone, imageSize, epochs, batchSize, detectorOptions, augmentation, falseAlarmRate, holdout,
				seed, resume, tile, area, exclude, minutes);
		}
	}
}
