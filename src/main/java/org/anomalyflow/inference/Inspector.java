package org.anomalyflow.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.image.ImageSlice;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.roi.PixelMasks;
import org.anomalyflow.roi.Region;
import org.anomalyflow.roi.Regions;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.threshold.DisplayRange;
import org.anomalyflow.threshold.GoodScores;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.threshold.Verdict;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/** Judges images with a detector and thresholds. Not for use by several threads at once. */
public final class Inspector {

	private static final double NANOS = 1e9;
	private static final String STAGE = "Detecting";

	private final Detector detector;
	private final ImageThresholds imageThresholds;
	private final Threshold pixelThreshold;
	private final CalibrationData data;
	private final Optional<GoodScores> goodScores;
	private final DisplayRange display;
	private final DetectionOptions options;
	private final int imageSize;
	private final ImageKindNotes kindNotes;

	/**
	 * @param context where to compute; owns the model's memory
	 * @param bundle the model
	 * @param options the user's choices; thresholds given there replace the model's
	 */
	public Inspector(final ComputeContext context, final ModelBundle bundle, final DetectionOptions options) {
		this(Detector.of(context, bundle), bundle.info(), options);
	}

	/**
	 * @param detector the model's, which may serve several inspectors one after another
	 * @param info the model
	 * @param options the user's choices; thresholds given there replace the model's
	 */
	public Inspector(final Detector detector, final ModelInfo info, final DetectionOptions options) {
		this.options = options;
		this.detector = detector;
		final ModelInfo.Calibration calibration = info.calibration();
		final ImageThresholds own = new ImageThresholds(calibration.reviewFrom().toThreshold(), calibration.imageThreshold()
			.toThreshold());
		imageThresholds = options.imageThreshold().isPresent() ? own.withImageThreshold(Threshold.manual((float) options
			.imageThreshold().getAsDouble())) : own;
		pixelThreshold = options.pixelThreshold().isPresent() ? Threshold.manual((float) options.pixelThreshold()
			.getAsDouble()) : calibration.pixelThreshold(options.minArea(), options.smoothing());
		data = calibration.data();
		goodScores = Optional.ofNullable(calibration.data()).map(CalibrationData::imageScores);
		display = new DisplayRange(calibration.displayMin(), calibration.displayMax());
		imageSize = info.preprocessing().imageSize();
		kindNotes = new ImageKindNotes(info.preprocessing());
	}

	/**
	 * Judges all slices of an image.
	 *
	 * @param progress is also told, once for all images, how images differ in kind from those of the training
	 * @throws CancelledException if the user stops; checked before every slice
	 */
	public ImageDetection inspect(final ImageSlices source, final Progress progress) {
		final List<SliceDetection> slices = new ArrayList<>();
		for (final ImageSlice slice : source) {
			progress.checkCancelled(STAGE);
			kindNotes.about(slice.image()).forEach(progress::message);
			slices.add(inspect(slice, source));
			if (source.count() > 1)
				progress.update(STAGE, slices.size(), source.count(), source.name());
		}
		return new ImageDetection(source, slices, imageThresholds, display);
	}

	private SliceDetection inspect(final ImageSlice slice, final ImageSlices source) {
		final PlanarImage image = slice.image();
		final long start = System.nanoTime();
		final Reading reading = detector.read(image);
		final double seconds = (System.nanoTime() - start) / NANOS;
		final boolean[] mask = PixelMasks.of(reading.heatmap(), image.width(), image.height(), pixelThreshold.value(),
			options.smoothing(), options.minArea());
		final List<Region> regions = Regions.find(reading.heatmap(), mask, image.width(), image.height(), source.calibration(),
			options.minArea());
		final Verdict verdict = Verdict.of(reading.score(), imageThresholds, !regions.isEmpty(), reading
			.unlikeness() >= 1);
		final OptionalDouble pValue = goodScores.map(good -> OptionalDouble.of(good.pValue(reading.score()))).orElse(
			OptionalDouble.empty());
		return new SliceDetection(slice.number(), image.width(), image.height(), reading, verdict, pValue, mask, regions,
			seconds);
	}

	/** A watch over images in the order in which they were taken. */
	public DriftWatch driftWatch() {
		return new DriftWatch(data);
	}

	/** The image thresholds in use. */
	public ImageThresholds imageThresholds() {
		return imageThresholds;
	}

	/** Side of the square to which the model resizes images, in pixels. */
	public int imageSize() {
		return imageSize;
	}

	/** The heat of the first and last colour, fixed for the model. */
	public DisplayRange display() {
		return display;
	}

	/** The pixel threshold in use. */
	public Threshold pixelThreshold() {
		return pixelThreshold;
	}
}
