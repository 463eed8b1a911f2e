package org.anomalyflow.command;

import org.anomalyflow.inference.tile.TileRule;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.training.HoldOut;
import org.anomalyflow.training.TrainingOptions;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** How a command trains models, on whichever backbone. */
public abstract class LearningCommand extends ComputeCommand {

	@Parameter(label = "Image size (pixels)", persist = false, required = false, min = "0", max = "4096", //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.TRAINING),
			@Attr(name = Presentation.UNTOUCHED, value = "model's own") }, //
		description = "Side of the square to which images are resized, in pixels. Every model takes multiples of 128, eva-large multiples of 14 instead; most take smaller steps, and a size that a model does not take is refused with those that it does.")
	private int image_size;

	@Parameter(label = "Epochs", persist = false, required = false, min = "0", max = "100000", //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.TRAINING),
			@Attr(name = Presentation.UNTOUCHED, value = "model's own") }, //
		description = "How often each training image is seen; models that learn in one look have none.")
	private int epochs;

	@Parameter(label = "Batch size", persist = false, required = false, min = "0", max = "4096", //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.TRAINING),
			@Attr(name = Presentation.UNTOUCHED, value = "model's own") }, //
		description = "Images per training step; models that learn in one look have none.")
	private int batch_size;

	@Parameter(label = "Attention (DANFlow)", persist = false, required = false, //
		choices = { "none", "eca", "gc", "triplet", "shuffle" }, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.TRAINING), //
		description = "What weighs the output of DANFlow's subnets.")
	private String attention = TrainingOptions.DEFAULT_ATTENTION;

	@Parameter(label = "Detector options", persist = false, required = false, //
		attrs = { @Attr(name = Presentation.GROUP, value = Presentation.TRAINING), @Attr(name = Presentation.UNTOUCHED, value = "none") }, //
		description = "What can be chosen about one kind of detector alone, as NAME=VALUE, separated by commas; see docs/detectors.md.")
	private String options = "";

	@Parameter(label = "Augmentation", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.TRAINING), //
		description = "How training images are varied: none, or joined by + flips (along both axes), shifts (by up to 5 % of the side), rotations (by up to 90 degrees either way); computing features then takes up to 8 times as long.")
	private String augmentation = TrainingOptions.DEFAULT_AUGMENTATION;

	@Parameter(label = "False-alarm rate", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.THRESHOLDS), //
		description = "Share of good images that may be rejected by mistake, above 0 and below 1.")
	private String false_alarm_rate = ImageThresholds.DEFAULT_RATE;

	@Parameter(label = "Hold-out", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.THRESHOLDS), //
		description = "Which good images set the thresholds: cross (all of them, each judged by a model that has not seen it; takes up to three times as long), quick (a fifth of them, which the training does not see), a share from 0 to 0.9 to keep from the training, where 0 promises nothing, or auto (cross below 100 good images, else quick).")
	private String holdout = HoldOut.DEFAULT;

	@Parameter(label = "Tile (none, auto or pixels)", persist = false, required = false, //
		attrs = @Attr(name = Presentation.GROUP, value = Presentation.PART), //
		description = "Train on tiles of large images: none (whole images), auto (tiles of image_size, or of 256 pixels if that is the model's own, where images are larger), or the side of a tile in pixels of the image; detection then uses the same tiles. With a model_file to evaluate, its images are cut as detect cuts them.")
	private String tile = TileRule.DEFAULT;

	/** Everything but the model, the backbone and the seed. */
	protected TrainingOptions.Builder trainingOptions() {
		return TrainingOptions.builder().optImageSize(image_size).optEpochs(epochs).optBatchSize(batch_size).optAttention(attention)
			.optDetectorOptions(options).optAugmentation(augmentation).optFalseAlarmRate(false_alarm_rate).optHoldout(holdout).optTile(tile);
	}
}
