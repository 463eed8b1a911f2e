package org.anomalyflow.bundle;

import java.util.List;
import java.util.stream.Stream;

import com.google.gson.JsonObject;

import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.threshold.ThresholdBasis;
import org.anomalyflow.threshold.ThresholdMethod;

/**
 * What a model file says about its model, apart from the tensors: the content of {@code model.json}, whose keys are these
 * names in lower case with underscores. Specified in docs/model-file.md.
 *
 * @param formatVersion version of the file format
 * @param model the kind of detector
 * @param settings the shape of the detector; what is in it depends on the kind
 * @param preprocessing how an image becomes the backbone's input
 * @param backbone which backbone
 * @param scoring how anomaly maps make score and heatmap
 * @param calibration thresholds and display range
 * @param training how the model was trained
 * @param versions what made the file
 * @param imported the checkpoint that the model was read from; null if it was trained here
 * @param accept which marked regions are accepted unless the user says otherwise; null for none
 * @param choice why this kind of detector was taken; null if the user named it
 */
public record ModelInfo(int formatVersion, String model, JsonObject settings, Preprocessing preprocessing, BackboneInfo backbone,
	Scoring scoring, Calibration calibration, Training training, Versions versions, Imported imported, Accept accept, Choice choice)
{

	/** A model whose kind the user named. */
	public ModelInfo(final int formatVersion, final String model, final JsonObject settings, final Preprocessing preprocessing,
		final BackboneInfo backbone, final Scoring scoring, final Calibration calibration, final Training training, final Versions versions,
		final Imported imported, final Accept accept)
	{
		this(formatVersion, model, settings, preprocessing, backbone, scoring, calibration, training, versions, imported, accept, null);
	}

	/** A model without a rule for regions. */
	public ModelInfo(final int formatVersion, final String model, final JsonObject settings, final Preprocessing preprocessing,
		final BackboneInfo backbone, final Scoring scoring, final Calibration calibration, final Training training, final Versions versions,
		final Imported imported)
	{
		this(formatVersion, model, settings, preprocessing, backbone, scoring, calibration, training, versions, imported, null);
	}

	/** The format that this version writes. */
	public static final int FORMAT_VERSION = 2;

	/** A model that was trained here. */
	public ModelInfo(final int formatVersion, final String model, final JsonObject settings, final Preprocessing preprocessing,
		final BackboneInfo backbone, final Scoring scoring, final Calibration calibration, final Training training, final Versions versions)
	{
		this(formatVersion, model, settings, preprocessing, backbone, scoring, calibration, training, versions, null, null);
	}

	/**
	 * Why a kind of detector was taken that the user did not name.
	 *
	 * @param asked what the user chose
	 * @param reasons what was found and what follows from it, one sentence each
	 */
	public record Choice(String asked, List<String> reasons) {

		public Choice {
			reasons = List.copyOf(reasons);
		}
	}

	/**
	 * Which marked regions are accepted.
	 *
	 * @param minArea regions with fewer pixels are; 0 accepts none
	 * @param maxRegions so many larger ones are in one image
	 * @param smoothing standard deviation in pixels by which heatmaps are smoothed before regions are marked; null for none
	 * @param places rules of places; null for none
	 */
	public record Accept(int minArea, int maxRegions, Double smoothing, List<AcceptedPlace> places) {

		/** A heatmap smoothed by more pixels has no places any more. */
		public static final double MOST_SMOOTHING = 1000;
		/** No rule: every region counts. */
		public static final Accept NOTHING = new Accept(0, 0);

		/** Without smoothing and places. */
		public Accept(final int minArea, final int maxRegions) {
			this(minArea, maxRegions, null);
		}

		/** Without places. */
		public Accept(final int minArea, final int maxRegions, final Double smoothing) {
			this(minArea, maxRegions, smoothing, null);
		}

		/** The rules of places; may be empty. */
		public List<AcceptedPlace> ofPlaces() {
			return places == null ? List.of() : places;
		}

		/** Standard deviation in pixels; 0 for none. */
		public double sigma() {
			return smoothing == null ? 0 : smoothing;
		}
	}

	/**
	 * How an image becomes the backbone's input.
	 *
	 * @param imageSize side of the square to which images are resized, in pixels
	 * @param intensityMin intensity that becomes 0
	 * @param intensityMax intensity that becomes 1
	 * @param bitDepth bits per channel of the training images: 8, 16 or 32
	 * @param images what the training images were like; null in older files and for imported models
	 * @param tile side in pixels of the tiles that images are cut into before they are resized; null if they are not
	 * @param tileOverlap by which share of a tile neighbours overlap; null without tiles and in older files
	 */
	public record Preprocessing(int imageSize, float intensityMin, float intensityMax, int bitDepth, ImageKind images, Integer tile,
		Double tileOverlap)
	{

		/** Of tiles of files that do not say it. */
		private static final double OLD_OVERLAP = 0.25;

		/** Of a model of whole images. */
		public Preprocessing(final int imageSize, final float intensityMin, final float intensityMax, final int bitDepth,
			final ImageKind images)
		{
			this(imageSize, intensityMin, intensityMax, bitDepth, images, null, null);
		}

		/** Of a model whose training images are not known. */
		public Preprocessing(final int imageSize, final float intensityMin, final float intensityMax, final int bitDepth) {
			this(imageSize, intensityMin, intensityMax, bitDepth, null);
		}

		/** The same with tiles of a side of which neighbours overlap by a share. */
		public Preprocessing withTile(final int side, final double overlap) {
			return new Preprocessing(imageSize, intensityMin, intensityMax, bitDepth, images, side, overlap);
		}

		/** By which share of a tile neighbours overlap. */
		public double overlapOfTiles() {
			return tileOverlap == null ? OLD_OVERLAP : tileOverlap;
		}
	}

	/**
	 * What the training images were like, so that others can be told apart.
	 *
	 * @param channels 1 if no image had any colour, else 3
	 * @param minWidth smallest width in pixels
	 * @param maxWidth largest width in pixels
	 * @param minHeight smallest height in pixels
	 * @param maxHeight largest height in pixels
	 * @param low the intensity that only a few pixels fall below
	 * @param high the intensity that only a few pixels exceed
	 */
	public record ImageKind(int channels, int minWidth, int maxWidth, int minHeight, int maxHeight, float low, float high) {}

	/**
	 * Which backbone computes the features.
	 *
	 * @param name its name
	 * @param variant conventions that the tensors do not tell; may be empty
	 * @param sha256 checksum of its tensors in the file, in hexadecimal
	 */
	public record BackboneInfo(String name, String variant, String sha256) {}

	/**
	 * How anomaly maps make score and heatmap.
	 *
	 * @param fusion how the maps of several scales make one: finest, product or mean
	 * @param topShare share of the highest cells whose mean is the score; 0 for the paper's score
	 */
	public record Scoring(String fusion, double topShare) {}

	/**
	 * Thresholds and display range.
	 *
	 * @param reviewFrom the lower image threshold
	 * @param imageThreshold the upper image threshold
	 * @param pixelThreshold threshold of the heatmap
	 * @param displayMin heat of the first colour
	 * @param displayMax heat of the last colour
	 * @param data the good images behind the thresholds; null if no images have set them, or in files of format 1
	 */
	public record Calibration(ThresholdInfo reviewFrom, ThresholdInfo imageThreshold, ThresholdInfo pixelThreshold, float displayMin,
		float displayMax, CalibrationData data)
	{

		/**
		 * The pixel threshold for a rule by which regions are marked: the stored one for its false-alarm rate, set again from
		 * the good images for that rule; as stored where no rate or images are behind it.
		 *
		 * @param minArea the fewest pixels of a region, 0 as 1
		 * @param smoothing standard deviation of the smoothing before, in pixels
		 */
		public Threshold pixelThreshold(final int minArea, final double smoothing) {
			final Threshold stored = pixelThreshold.toThreshold();
			return data == null || stored.requestedRate().isEmpty()
				? stored
				: data.pixelThreshold(stored.requestedRate().get(), minArea, smoothing);
		}

		/**
		 * What the user should know about the thresholds, one sentence or more each: of review, of rejection, of pixels.
		 */
		public List<String> sentences() {
			return List.of("Review: " + sentence(reviewFrom.toThreshold()), "Reject: " + sentence(imageThreshold.toThreshold()),
				"Pixels: " + pixelSentence(pixelThreshold.toThreshold()));
		}

		/** What the user should know about a threshold of the heatmap that these images or a user have set. */
		public String pixelSentence(final Threshold threshold) {
			return data == null ? sentence(threshold) : threshold.sentence(data.levels(1, 0), data.share(), "Reached by a pixel of");
		}

		/** What the user should know about a threshold of image scores that these images or a user have set. */
		public String sentence(final Threshold threshold) {
			return data == null
				? threshold.sentence(ThresholdBasis.HELD_OUT, 1)
				: threshold.sentence(data.imageScores(), data.share(), "Reached by");
		}

		/** The same of images that were read in tiles. */
		public Calibration withTiles(final int tiles) {
			return new Calibration(reviewFrom, imageThreshold, pixelThreshold, displayMin, displayMax, data.withTiles(tiles));
		}

		/** The same with what the gate says of the images. */
		public Calibration withUnlikeness(final List<Float> unlikeness) {
			return new Calibration(reviewFrom, imageThreshold, pixelThreshold, displayMin, displayMax, data.withUnlikeness(unlikeness));
		}

		/**
		 * Files of format 1 may say of thresholds from the very images of the training that held-out images promise their rates.
		 * Where no image was held out and the thresholds have as many images behind them as the training, they come back
		 * without a promise.
		 */
		public Calibration withoutFalsePromise(final Training training) {
			if (data != null || training.heldOut() > 0 || training.images() == 0)
				return this;
			return new Calibration(withoutPromise(reviewFrom, training), withoutPromise(imageThreshold, training),
				withoutPromise(pixelThreshold, training), displayMin, displayMax, null);
		}

		private static ThresholdInfo withoutPromise(final ThresholdInfo threshold, final Training training) {
			return threshold.images() == training.images() && threshold.guaranteedRate() != null
				? new ThresholdInfo(threshold.value(), ThresholdMethod.NONE.label(), null, null, threshold.images())
				: threshold;
		}

		/** No thresholds: nothing passes, is rejected or is marked, every image is for review. */
		public static Calibration unset(final float displayMin, final float displayMax) {
			final ThresholdInfo upper = ThresholdInfo.of(Threshold.UNSET_UPPER);
			return new Calibration(ThresholdInfo.of(Threshold.UNSET_REVIEW), upper, upper, displayMin, displayMax, null);
		}
	}

	/**
	 * How the model was trained.
	 *
	 * @param images how many images it learned from
	 * @param heldOut how many good images were kept from it for the thresholds
	 * @param seed the seed
	 * @param plannedEpochs how many epochs were planned; 0 for a detector without gradients
	 * @param losses mean loss of each finished epoch
	 * @param seconds wall time, features included
	 * @param parameters how many numbers were learned
	 * @param device where: cpu or gpu:N
	 * @param precision float32 or mixed
	 * @param fingerprint SHA-256 of settings and image contents, in hexadecimal
	 * @param augmentation how the images were varied, as the parameter has it; files from before it was there have none
	 * @param imageFingerprints SHA-256 of size and pixels of each image that it learned from, in hexadecimal; empty in files
	 *          of format 1 and for imported models
	 * @param choices what the user chose of epochs, batch size and the detector's own options, as NAME=VALUE; null in files from before it
	 *          was there and for imported models
	 */
	public record Training(int images, int heldOut, long seed, int plannedEpochs, List<Float> losses, double seconds, long parameters,
		String device, String precision, String fingerprint, String augmentation, List<String> imageFingerprints, List<String> choices)
	{

		/** Of a model about whose choices nothing is known. */
		public Training(final int images, final int heldOut, final long seed, final int plannedEpochs, final List<Float> losses,
			final double seconds, final long parameters, final String device, final String precision, final String fingerprint,
			final String augmentation, final List<String> imageFingerprints)
		{
			this(images, heldOut, seed, plannedEpochs, losses, seconds, parameters, device, precision, fingerprint, augmentation,
				imageFingerprints, null);
		}

		public Training {
			if (augmentation == null)
				augmentation = "none";
			imageFingerprints = imageFingerprints == null ? List.of() : List.copyOf(imageFingerprints);
		}
	}

	/**
	 * A checkpoint that the model was read from.
	 *
	 * @param source whose: cs-flow, anomalib or danflow
	 * @param file its name
	 * @param sha256 its checksum, in hexadecimal
	 */
	public record Imported(String source, String file, String sha256) {}

	/** Versions of what made the file. */
	public record Versions(String anomalyFlow, String engine, String java) {}

	/**
	 * The same after it has learned from further images.
	 *
	 * @param images how many; each tile is one
	 * @param newFingerprints those of the whole images
	 */
	public ModelInfo withLearned(final JsonObject newSettings, final int images, final List<String> newFingerprints,
		final Calibration other)
	{
		final List<String> all = Stream.concat(training.imageFingerprints.stream(), newFingerprints.stream()).toList();
		return new ModelInfo(FORMAT_VERSION, model, newSettings, preprocessing, backbone, scoring, other,
			new Training(training.images + images, training.heldOut, training.seed, training.plannedEpochs, training.losses, training.seconds,
				training.parameters, training.device, training.precision, training.fingerprint, training.augmentation, all, training.choices),
			versions, imported, accept, choice);
	}

	/** The same, see {@link Calibration#withoutFalsePromise}. */
	ModelInfo withoutFalsePromise() {
		return formatVersion > 1 ? this : withCalibration(calibration.withoutFalsePromise(training));
	}

	/** The same for images that are cut into tiles of a side, of which neighbours overlap by a share. */
	ModelInfo withTile(final int side, final double overlap) {
		return new ModelInfo(FORMAT_VERSION, model, settings, preprocessing.withTile(side, overlap), backbone, scoring, calibration, training,
			versions, imported, accept, choice);
	}

	/** The same with another rule for regions. */
	public ModelInfo withAccept(final Accept rule) {
		return new ModelInfo(FORMAT_VERSION, model, settings, preprocessing, backbone, scoring, calibration, training, versions, imported, rule,
			choice);
	}

	/** The same with other thresholds. */
	public ModelInfo withCalibration(final Calibration other) {
		return new ModelInfo(FORMAT_VERSION, model, settings, preprocessing, backbone, scoring, other, training, versions, imported, accept,
			choice);
	}

	/** The same with why this kind of detector was taken. */
	public ModelInfo withChoice(final Choice other) {
		return new ModelInfo(FORMAT_VERSION, model, settings, preprocessing, backbone, scoring, calibration, training, versions, imported,
			accept, other);
	}
}
