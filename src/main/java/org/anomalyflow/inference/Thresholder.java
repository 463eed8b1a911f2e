package org.anomalyflow.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.SlicePixels;
import org.anomalyflow.inference.SliceReader.SliceReading;
import org.anomalyflow.roi.Areas;
import org.anomalyflow.roi.PlaceRule;
import org.anomalyflow.roi.RegionRule;
import org.anomalyflow.threshold.DisplayRange;
import org.anomalyflow.threshold.GoodScores;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.threshold.Verdict;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/** Judges images with a detector and thresholds. Not for use by several threads at once. */
public final class Thresholder {

	private static final double NANOS = 1e9;
	private static final String STAGE = "Detecting";
	private static final String TILES = "Reading tiles";

	/** Results above lie in temporary files: those of a stack, or of a large image, need not fit into Java's memory. */
	private static final long MOST_IN_MEMORY = 64L << 20;

	private final SliceReader reader;
	private final Areas areas;
	private final ModelInfo.Calibration calibration;
	private final Limits whole;
	private final Optional<GoodScores> goodScores;
	private final DisplayRange display;
	private final DetectionOptions options;
	private final int imageSize;
	private final List<PlaceRule> places;
	private boolean toldTiles;

	/**
	 * @param context where to compute; owns the model's memory
	 * @param bundle the model
	 * @param options the user's choices; thresholds given there replace the model's
	 */
	public Thresholder(final ComputeContext context, final ModelBundle bundle, final DetectionOptions options) {
		this(Detector.of(context, bundle), bundle.info(), options);
	}

	/**
	 * @param detector the model's, which may serve several inspectors one after another
	 * @param info the model
	 * @param chosen the user's choices; thresholds and rules given there replace the model's
	 */
	public Thresholder(final Detector detector, final ModelInfo info, final DetectionOptions chosen) {
		options = chosen.with(info.accept());
		calibration = info.calibration();
		reader = new SliceReader(detector, info, options.tile(), TILES);
		areas = new Areas(options.area());
		whole = Limits.of(calibration, options, 1);
		goodScores = Optional.ofNullable(calibration.data()).map(CalibrationData::imageScores);
		display = new DisplayRange(calibration.displayMin(), calibration.displayMax());
		imageSize = info.preprocessing().imageSize();
		places = ModelPlaces.of(info);
	}

	/**
	 * Judges all slices of an image.
	 *
	 * @param progress is also told, once for all images, how images differ in kind from those of the training
	 * @throws CancelledException if the user stops; checked before every slice and tile
	 */
	public ImageDetection inspect(final ImageSlices source, final Progress progress) {
		final List<SliceDetection> slices = new ArrayList<>();
		final boolean inFile = (long) source.width() * source.height() * source.count() * Float.BYTES > MOST_IN_MEMORY;
		Limits limits = whole;
		for (int number = 1; number <= source.count(); number++) {
			progress.checkCancelled(STAGE);
			final SlicePixels pixels = source.pixels(number);
			final long start = System.nanoTime();
			final SliceReading read = reader.read(pixels, areas.of(source, number), inFile, progress);
			final double seconds = (System.nanoTime() - start) / NANOS;
			limits = read.tiles() == 1 ? whole : Limits.of(calibration, options, read.tiles());
			tellTiles(limits, read.tiles(), progress);
			slices.add(judge(number, read.reading(), limits, source, seconds));
			if (source.count() > 1)
				progress.update(STAGE, slices.size(), source.count(), source.name());
		}
		return new ImageDetection(source, slices, limits.image(), limits.pixel().value(),
			display.reaching(limits.pixel().value(), limits.image().imageThreshold().value()), !limits.isSpread());
	}

	/** What many tiles mean for the thresholds, once. */
	private void tellTiles(final Limits limits, final int tiles, final Progress progress) {
		if (toldTiles || !limits.isSpread())
			return;
		toldTiles = true;
		progress.message("The image is judged in " + tiles + " tiles, " +
			(calibration.data() == null
				? "but the model's thresholds are for one: good images are rejected more often. Calibrate with good images of this size."
				: "so its thresholds are set for a " + Math.round(limits.factor()) + "th of their false-alarm rates (" +
					limits.image().imageThreshold().value() + " instead of " + whole.image().imageThreshold().value() + " for the score). " +
					"That is estimated, not promised: train or calibrate with tile and good images of this size to measure it."));
	}

	private SliceDetection judge(final int number, final ImagePrediction reading, final Limits limits, final ImageSlices source,
		final double seconds)
	{
		final RegionRule.Marked marked = new RegionRule(limits.pixel().value(), options.smoothing(), options.minArea(),
			Math.max(0, options.maxRegions()), places).mark(reading.heat(), source, number);
		final Verdict verdict = Verdict.of(reading.score(), limits.image(), marked.alarm(), reading.unlikeness() >= limits.unlike());
		return new SliceDetection(number, source.width(), source.height(), reading, verdict, limits.pValue(goodScores, reading.score()),
			marked.mask(), marked.regions(), seconds);
	}

	/** A watch over images in the order in which they were taken. */
	public DriftWatch driftWatch() {
		return new DriftWatch(calibration.data());
	}

	/** The image thresholds in use for images that are read whole, or in as many tiles as those behind the thresholds. */
	public ImageThresholds imageThresholds() {
		return whole.image();
	}

	/** Side of the square to which the model resizes images, in pixels. */
	public int imageSize() {
		return imageSize;
	}

	/** The heat of the first and last colour, fixed for the model. */
	public DisplayRange display() {
		return display;
	}

	/** The pixel threshold in use, for the same images. */
	public Threshold pixelThreshold() {
		return whole.pixel();
	}
}
