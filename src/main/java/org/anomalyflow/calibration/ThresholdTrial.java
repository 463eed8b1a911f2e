package org.anomalyflow.calibration;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.inference.ModelPlaces;
import org.anomalyflow.metric.Interval;
import org.anomalyflow.metric.ShareInterval;
import org.anomalyflow.roi.PlaceRule;
import org.anomalyflow.roi.RegionRule;
import org.anomalyflow.threshold.Decision;
import org.anomalyflow.threshold.DisplayRange;
import org.anomalyflow.threshold.GoodScores;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.threshold.ThresholdBasis;
import org.anomalyflow.threshold.ThresholdMethod;
import org.anomalyflow.util.Floats;
import org.anomalyflow.util.InvalidParameterException;

/**
 * Thresholds that somebody tries before they are set: moved by hand or put where the rule puts them, with what that means for the
 * images at hand. Good images are those of a folder or, without one, those whose scores the model file keeps. Counting them tells
 * how often a line alarms on them; a promise has only a line where the rule puts it, because a line that was moved while looking
 * at the images is no longer independent of them.
 */
public final class ThresholdTrial {

	/** The largest smoothing that can be tried, in pixels. */
	public static final double MOST_SMOOTHING = ModelInfo.Accept.MOST_SMOOTHING;

	private static final double LEVEL = 0.95;

	/**
	 * How many of some images do something.
	 *
	 * @param count how many
	 * @param of of how many
	 */
	public record Count(int count, int of) {

		/** Count, share and its exact 95 % interval, for example {@code 1 of 20 (5.0 %, 95 % interval 0.1 to 24.9 %)}. */
		@Override
		public String toString() {
			if (of == 0)
				return "none there";
			final Interval interval = ShareInterval.exact(count, of, LEVEL);
			return String.format(Locale.ROOT, "%d of %d (%.1f %%, 95 %% interval %.1f to %.1f %%)", count, of, 100.0 * count / of,
				100 * interval.lower(), 100 * interval.upper());
		}
	}

	private final Path modelFile;
	private final ModelInfo model;
	private final CalibrationFolders folders;
	private final Optional<CalibrationImages> images;
	private final CalibrationData data;
	private final List<PlaceRule> places;

	/** The rate for which lines are put where the rule has them; empty for those of the model file. */
	private Optional<BigDecimal> rate = Optional.empty();
	private OptionalDouble reviewFrom = OptionalDouble.empty();
	private OptionalDouble imageThreshold = OptionalDouble.empty();
	private OptionalDouble pixelThreshold = OptionalDouble.empty();
	private int minArea;
	private double smoothing;

	/**
	 * @param modelFile the model
	 * @param model what it is
	 * @param folders which images were read
	 * @param images what was read of them; empty for none
	 * @throws InvalidParameterException if there are no scores of good images, neither there nor in the model file
	 */
	public ThresholdTrial(final Path modelFile, final ModelInfo model, final CalibrationFolders folders,
		final Optional<CalibrationImages> images)
	{
		this.modelFile = modelFile;
		this.model = model;
		this.folders = folders;
		this.images = images;
		data = images.filter(CalibrationImages::hasGood).map(CalibrationImages::data).orElse(model.calibration().data());
		if (data == null)
			throw new InvalidParameterException("good_images", null,
				"give a folder of good images that the model was not trained on: its file keeps no scores of any");
		places = ModelPlaces.of(model);
		minArea = rule().minArea();
		smoothing = rule().sigma();
		if (!stored().imageThreshold().isSet())
			rate = Optional.of(usualRate());
	}

	/** A new trial with the same images, once the thresholds of the model have been set. */
	public ThresholdTrial after(final ModelInfo changed) {
		return new ThresholdTrial(modelFile, changed, folders, images);
	}

	private ModelInfo.Accept rule() {
		return model.accept() == null ? ModelInfo.Accept.NOTHING : model.accept();
	}

	private ImageThresholds stored() {
		return new ImageThresholds(model.calibration().reviewFrom().toThreshold(), model.calibration().imageThreshold().toThreshold());
	}

	/** The model file. */
	public Path modelFile() {
		return modelFile;
	}

	/** The colours of heat that the model has. */
	public DisplayRange display() {
		return new DisplayRange(model.calibration().displayMin(), model.calibration().displayMax());
	}

	/** How regions are marked as things stand, and which are accepted. */
	public RegionRule regionRule() {
		return new RegionRule(pixelThreshold().value(), smoothing, minArea, rule().maxRegions(), places);
	}

	/** Scores of the good images at hand, ascending. */
	public float[] goodScores() {
		return data.imageScores().ascending();
	}

	/** Scores of the defective images at hand. */
	public float[] defectScores() {
		return Floats.toArray(images.map(CalibrationImages::defectScores).orElse(List.of()));
	}

	/** The images at hand that were read; none of those whose scores the model file keeps. */
	public List<CalibrationImages.Seen> seen() {
		return images.map(CalibrationImages::seen).orElse(List.of());
	}

	/** What is to know about the images. */
	public List<String> notes() {
		return images.map(CalibrationImages::notes).orElse(List.of());
	}

	/** The rate that the stored threshold was set for, else the usual one. */
	public BigDecimal usualRate() {
		return stored().imageThreshold().requestedRate().orElse(new BigDecimal(ImageThresholds.DEFAULT_RATE));
	}

	/**
	 * Puts all lines where the rule has them for the good images at hand.
	 *
	 * @param wanted the false-alarm rate
	 * @throws InvalidParameterException if it is out of its range
	 */
	public void useRule(final BigDecimal wanted) {
		ImageThresholds.of(data.imageScores(), wanted);
		rate = Optional.of(wanted);
		forgetHands();
	}

	/** Puts all back as the model file has it. */
	public void reset() {
		rate = stored().imageThreshold().isSet() ? Optional.empty() : Optional.of(usualRate());
		forgetHands();
		minArea = rule().minArea();
		smoothing = rule().sigma();
	}

	private void forgetHands() {
		reviewFrom = OptionalDouble.empty();
		imageThreshold = OptionalDouble.empty();
		pixelThreshold = OptionalDouble.empty();
	}

	/**
	 * Moves both lines by hand. One that stands where it would stand anyway is not by hand.
	 *
	 * @param review the lower one
	 * @param reject the upper one, at least the lower one
	 */
	public void move(final float review, final float reject) {
		imageThreshold = reject == ruled().imageThreshold().value() ? OptionalDouble.empty() : OptionalDouble.of(reject);
		reviewFrom = OptionalDouble.empty();
		if (thresholds().reviewFrom().value() != review)
			reviewFrom = OptionalDouble.of(review);
	}

	/** Sets the pixel threshold by hand; the one that would hold anyway is not by hand. */
	public void movePixels(final float threshold) {
		pixelThreshold = threshold == ruledPixel().value() ? OptionalDouble.empty() : OptionalDouble.of(threshold);
	}

	/**
	 * Sets how regions are marked.
	 *
	 * @param area the fewest pixels, 0 for any
	 * @param sigma standard deviation of the smoothing in pixels, 0 for none
	 */
	public void markRegions(final int area, final double sigma) {
		minArea = area;
		smoothing = sigma;
	}

	/** Both lines as the rule, or the model file, has them. */
	public ImageThresholds ruled() {
		return rate.map(wanted -> ImageThresholds.of(data.imageScores(), wanted)).orElseGet(this::stored);
	}

	private Threshold ruledPixel() {
		return rate.map(wanted -> data.pixelThreshold(wanted, minArea, smoothing))
			.orElseGet(() -> model.calibration().pixelThreshold(minArea, smoothing));
	}

	/** Both lines as they stand. */
	public ImageThresholds thresholds() {
		ImageThresholds result = ruled();
		if (imageThreshold.isPresent())
			result = result.withImageThreshold(Threshold.manual((float) imageThreshold.getAsDouble()));
		if (reviewFrom.isPresent())
			result = result.withReviewFrom(Threshold.manual((float) reviewFrom.getAsDouble()));
		return result;
	}

	/** The pixel threshold as it stands. */
	public Threshold pixelThreshold() {
		return pixelThreshold.isPresent() ? Threshold.manual((float) pixelThreshold.getAsDouble()) : ruledPixel();
	}

	/** The fewest pixels of a region. */
	public int minArea() {
		return minArea;
	}

	/** Standard deviation of the smoothing, in pixels. */
	public double smoothing() {
		return smoothing;
	}

	/** How many good images would be rejected, or rejected or reviewed. */
	public Count falseAlarms(final Decision least) {
		return count(goodScores(), least, true);
	}

	/** How many defective images would pass, or not be rejected. */
	public Count misses(final Decision least) {
		return count(defectScores(), least, false);
	}

	private Count count(final float[] scores, final Decision least, final boolean reached) {
		final ImageThresholds thresholds = thresholds();
		int count = 0;
		for (final float score : scores)
			if (thresholds.decide(score).compareTo(least) >= 0 == reached)
				count++;
		return new Count(count, scores.length);
	}

	/**
	 * How many good images show a region at the pixel threshold, without those that are accepted at places; for some smallest areas and
	 * smoothings at most so many, and where the scores come from the model file, which keeps no images, with those at places.
	 */
	public Count goodWithRegions() {
		final CalibrationData regions = images.filter(CalibrationImages::hasGood).map(CalibrationImages::dataOfPlaces).orElse(data);
		final GoodScores levels = regions.levels(minArea, smoothing);
		return new Count(levels.atLeast(pixelThreshold().value()), levels.size());
	}

	/** The same in words. */
	public String markedImages() {
		return "Good images with a marked region: " + goodWithRegions() +
			(places.isEmpty() || fromFolder() ? "" : "; with a folder of good images, regions that are accepted at places would not count");
	}

	/** What the lines promise, or that they promise nothing. */
	public List<String> sentences() {
		final ImageThresholds thresholds = thresholds();
		return List.of("Reject: " + sentence(thresholds.imageThreshold()), "Review: " + sentence(thresholds.reviewFrom()),
			"Pixels: " + (isStored(pixelThreshold())
				? model.calibration().pixelSentence(pixelThreshold())
				: pixelThreshold().sentence(data.levels(minArea, smoothing), data.share(), "Regions in")));
	}

	private String sentence(final Threshold threshold) {
		return isStored(threshold)
			? model.calibration().sentence(threshold)
			: threshold.sentence(data.imageScores(), data.share(), "Reached by");
	}

	/** Whether other images than those at hand are behind a threshold: those of the model file, which then speak for it. */
	private boolean isStored(final Threshold threshold) {
		return rate.isEmpty() && threshold.method() != ThresholdMethod.MANUAL;
	}

	/** What to know about images, counts and lines, one line each. */
	public List<String> report() {
		final List<String> lines = new ArrayList<>(notes());
		final String unseen = data.imageScores().basis() == ThresholdBasis.TRAINING ? ", of images that the model was trained on" : "";
		lines.add("Good images rejected: " + falseAlarms(Decision.REJECT) + unseen + "; not passed: " + falseAlarms(Decision.REVIEW) + ".");
		if (defectScores().length > 0)
			lines.add("Defective images not rejected: " + misses(Decision.REJECT) + "; passed: " + misses(Decision.REVIEW) + ".");
		lines.add(markedImages() + ".");
		lines.addAll(sentences());
		return lines;
	}

	/** Whether saving would change the model file. */
	public boolean isChanged() {
		return inputs().size() > 1;
	}

	/** The inputs of the command {@code calibrate} that sets these thresholds, by name; without those that change nothing. */
	public Map<String, String> inputs() {
		final Map<String, String> inputs = new LinkedHashMap<>();
		inputs.put("model_file", modelFile.toString());
		if (rate.isPresent()) {
			if (fromFolder()) {
				inputs.put("good_images", folders.good().orElseThrow().toString());
				folders.defective().ifPresent(folder -> inputs.put("defect_images", folder.toString()));
				folders.area().roi().file().ifPresent(file -> inputs.put("roi", file.toString()));
				folders.area().ignore().file().ifPresent(file -> inputs.put("ignore", file.toString()));
			}
			else
				inputs.put("kept_scores", "true");
			inputs.put("false_alarm_rate", rate.get().toPlainString());
		}
		imageThreshold.ifPresent(value -> inputs.put("image_threshold", Float.toString((float) value)));
		reviewFrom.ifPresent(value -> inputs.put("review_from", Float.toString((float) value)));
		pixelThreshold.ifPresent(value -> inputs.put("pixel_threshold", Float.toString((float) value)));
		if (minArea != rule().minArea())
			inputs.put("min_area", Integer.toString(minArea));
		if (smoothing != rule().sigma())
			inputs.put("smoothing", Double.toString(smoothing));
		return inputs;
	}

	private boolean fromFolder() {
		return images.filter(CalibrationImages::hasGood).isPresent();
	}

	/** The same as options; what was read of the folders counts only where thresholds come from it. */
	private CalibrationOptions options() {
		final Map<String, String> inputs = inputs();
		final CalibrationOptions.Builder options = CalibrationOptions.builder().optImageThreshold(inputs.get("image_threshold"))
			.optReviewFrom(inputs.get("review_from")).optPixelThreshold(inputs.get("pixel_threshold")).optArea(folders.area())
			.optAccept(Integer.parseInt(inputs.getOrDefault("min_area", "-1")), RegionRuleChange.AS_IT_IS,
				Double.parseDouble(inputs.getOrDefault("smoothing", "-1")))
			.optKeptScores(inputs.containsKey("kept_scores"));
		rate.ifPresent(wanted -> options.optFalseAlarmRate(wanted.toPlainString()));
		if (inputs.containsKey("good_images"))
			options.optGoodImages(folders.good().orElseThrow().toFile()).optDefectImages(folders.defective().map(Path::toFile).orElse(null));
		return options.build();
	}

	/**
	 * The model with these thresholds.
	 *
	 * @param bundle the model as its file is now
	 * @throws InvalidParameterException if nothing was changed
	 */
	public CalibrationResult calibrated(final ModelBundle bundle) {
		final Recalibration recalibration = new Recalibration(options());
		return rate.isPresent() && fromFolder() ? recalibration.run(bundle, images.orElseThrow()) : recalibration.run(bundle);
	}
}
