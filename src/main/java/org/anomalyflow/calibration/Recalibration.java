package org.anomalyflow.calibration;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.bundle.ThresholdInfo;
import org.anomalyflow.dataset.DefectImages;
import org.anomalyflow.dataset.GoodImages;
import org.anomalyflow.dataset.ImageReading;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.image.Fingerprint;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.SlicePixels;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.ImagePrediction;
import org.anomalyflow.inference.SliceReader;
import org.anomalyflow.inference.TileOverlap;
import org.anomalyflow.inference.tile.TileGrid;
import org.anomalyflow.metric.AlarmRule;
import org.anomalyflow.metric.Confusion;
import org.anomalyflow.metric.LabelledScores;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.metric.RankingMetrics;
import org.anomalyflow.roi.Areas;
import org.anomalyflow.threshold.DisplayRange;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.threshold.ThresholdMethod;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Floats;
import org.anomalyflow.util.Progress;

/**
 * Sets the thresholds of a trained model again.
 * <p>
 * Good images set all three by the false-alarm rate. Defective images never move a threshold unless no rate is asked for:
 * then the image threshold is the one with the best F1, with nothing to review, and the pixel threshold keeps the usual
 * rate, because a best F1 of pixels would need masks. Values given by hand come last and win.
 */
public final class Recalibration {

	private static final String STAGE = "Calibrating";
	private static final BigDecimal USUAL_RATE = new BigDecimal(ImageThresholds.DEFAULT_RATE);

	private final ComputeContext context;
	private final CalibrationOptions options;
	private final Progress progress;
	private final List<String> sentences = new ArrayList<>();

	/**
	 * @param context where to compute; owns the model's memory
	 * @param options the user's choices
	 * @param progress told what is done
	 */
	public Recalibration(final ComputeContext context, final CalibrationOptions options, final Progress progress) {
		this.context = context;
		this.options = options;
		this.progress = progress;
	}

	/**
	 * Reads the images and sets the thresholds.
	 *
	 * @param bundle the model; not changed
	 * @throws AnomalyFlowException if an image cannot be read or has another bit depth than the model was trained on
	 * @throws org.anomalyflow.util.InvalidParameterException if a folder has no images, or the thresholds contradict each
	 *           other
	 */
	public CalibrationResult run(final ModelBundle bundle) {
		return thresholds(options.accept().map(bundle::withAccept).orElse(bundle));
	}

	private CalibrationResult thresholds(final ModelBundle bundle) {
		if (options.goodImages().isEmpty())
			return new CalibrationResult(bundle.withCalibration(byHand(bundle.info().calibration())), sentences);
		final OptionalInt tile = options.tile().side().isPresent() ? options.tile().side() : tileOf(bundle.info());
		final ModelBundle cut = tile.isPresent() ? cut(bundle, tile.getAsInt()) : bundle;
		return new CalibrationResult(cut.withCalibration(fromImages(cut, tile)), sentences);
	}

	private static ModelBundle cut(final ModelBundle bundle, final int tile) {
		final Integer own = bundle.info().preprocessing().tile();
		return own != null && own == tile ? bundle : bundle.withTile(tile, TileOverlap.of(bundle.info()));
	}

	/** The tile of a model; empty for whole images. */
	private OptionalInt tileOf(final ModelInfo model) {
		final Integer own = model.preprocessing().tile();
		if (own != null || !options.tile().auto())
			return own == null ? OptionalInt.empty() : OptionalInt.of(own);
		return OptionalInt.of(SliceReader.usualTile(model.preprocessing()).width());
	}

	private ModelInfo.Calibration byHand(final ModelInfo.Calibration before) {
		final ImageThresholds image = override(new ImageThresholds(before.reviewFrom().toThreshold(), before.imageThreshold().toThreshold()));
		final Threshold pixel = override(before.pixelThreshold().toThreshold());
		final DisplayRange display = options.pixelThreshold().isPresent()
			? DisplayRange.around(before.displayMin(), pixel.value())
			: new DisplayRange(before.displayMin(), before.displayMax());
		final ModelInfo.Calibration after = new ModelInfo.Calibration(ThresholdInfo.of(image.reviewFrom()),
			ThresholdInfo.of(image.imageThreshold()), ThresholdInfo.of(pixel), display.low(), display.high(), before.data());
		sentences.addAll(after.sentences());
		return after;
	}

	private ModelInfo.Calibration fromImages(final ModelBundle bundle, final OptionalInt tile) {
		final List<Path> good = GoodImages.find(options.goodImages().orElseThrow(), progress);
		final List<Path> defective = options.defectImages().map(folder -> DefectImages.find(folder, progress)).orElse(List.of());
		final Detector detector = Detector.of(context, bundle);
		final NewImages readings = new NewImages(bundle.info());
		final double overlap = bundle.info().preprocessing().overlapOfTiles();
		final int tiles = read(detector, good, tile, overlap,
			(file, slice, fingerprint, reading, area) -> readings.add(file, fingerprint, reading, area));
		final Map<List<Integer>, Float> defects = new LinkedHashMap<>();
		read(detector, defective, tile, overlap, (file, slice, fingerprint, reading, area) -> defects.merge(List.of(file, slice),
			area.map(reading::within).orElse(reading).score(), Math::max));
		final List<Float> defectScores = List.copyOf(defects.values());
		readings.tell(sentences);
		final BigDecimal rate = options.falseAlarmRate().orElse(USUAL_RATE);
		final CalibrationData data = tile.isPresent() ? readings.data().withTiles(tiles) : readings.data();
		final LabelledScores labelled = label(Floats.toArray(data.scores()), defectScores);
		final ImageThresholds image = override(options.falseAlarmRate().map(asked -> ImageThresholds.of(data.imageScores(), asked))
			.orElseGet(() -> ImageThresholds.single(f1Optimal(labelled.metrics()))));
		final ModelInfo.Calibration after = readings.describe(image, override(data.pixelThreshold(rate, 1, 0)), data);
		sentences.addAll(after.sentences());
		if (!defective.isEmpty())
			tell(labelled, image.imageThreshold());
		return after;
	}

	@FunctionalInterface
	private interface Use {

		/**
		 * @param file number of the image's file
		 * @param slice number of the image in it
		 * @param fingerprint of the whole image
		 * @param reading of the image, or of one of its tiles
		 * @param area the pixels of it that count; empty for all
		 */
		void read(int file, int slice, String fingerprint, ImagePrediction reading, Optional<PixelRuns> area);
	}

	/** Returns in how many tiles a file was usually read: the median. */
	private int read(final Detector detector, final List<Path> files, final OptionalInt tile, final double overlap, final Use use) {
		final int[] tiles = new int[files.size()];
		final ImageReading reading = new ImageReading(progress);
		final Areas areas = new Areas(options.area());
		for (int i = 0; i < files.size(); i++) {
			final Optional<ImageSlices> slices = reading.read(files.get(i));
			for (int number = 1; slices.isPresent() && number <= slices.get().count(); number++) {
				final SlicePixels pixels = slices.get().pixels(number);
				final String fingerprint = Fingerprint.of(pixels);
				for (final TileGrid.Part part : TileGrid.parts(pixels, tile, overlap, areas.of(slices.get(), number))) {
					progress.checkCancelled(STAGE);
					use.read(i, number, fingerprint, detector.read(part.image()), part.area());
					tiles[i]++;
				}
			}
			progress.update(STAGE, i + 1L, files.size(), files.get(i).getFileName().toString());
		}
		if (!files.isEmpty() && reading.failed().size() == files.size())
			throw new AnomalyFlowException("None of " + files.size() + " images can be read. " + reading.failed().values().iterator().next());
		final int[] read = Arrays.stream(tiles).filter(count -> count > 0).sorted().toArray();
		return read.length == 0 ? 1 : read[read.length / 2];
	}

	private static LabelledScores label(final float[] good, final List<Float> defective) {
		final float[] scores = Arrays.copyOf(good, good.length + defective.size());
		final boolean[] labels = new boolean[scores.length];
		for (int i = good.length; i < scores.length; i++) {
			scores[i] = defective.get(i - good.length);
			labels[i] = true;
		}
		return LabelledScores.of(scores, labels);
	}

	private static Threshold f1Optimal(final RankingMetrics metrics) {
		return Threshold.f1Optimal(metrics, Math.toIntExact(metrics.positives() + metrics.negatives()));
	}

	private ImageThresholds override(final ImageThresholds image) {
		ImageThresholds result = image;
		if (options.imageThreshold().isPresent())
			result = result.withImageThreshold(Threshold.manual((float) options.imageThreshold().getAsDouble()));
		if (options.reviewFrom().isPresent())
			result = result.withReviewFrom(Threshold.manual((float) options.reviewFrom().getAsDouble()));
		return result;
	}

	private Threshold override(final Threshold pixel) {
		return options.pixelThreshold().isPresent() ? Threshold.manual((float) options.pixelThreshold().getAsDouble()) : pixel;
	}

	/** How the defective images fare, and which threshold would have the best F1. */
	private void tell(final LabelledScores labelled, final Threshold stored) {
		final RankingMetrics metrics = labelled.metrics();
		final Confusion confusion = labelled.at(stored.value(), AlarmRule.AT_LEAST);
		sentences.add("Against defects: AUROC " + digits(metrics.auroc().getAsDouble()) + " on " + metrics.positives() + " defective and " +
			metrics.negatives() + " good images; the stored threshold (" + stored.method().label() + ") misses " + confusion.falseNegatives() +
			" of " + metrics.positives() + " and rejects " + confusion.falsePositives() + " of " + metrics.negatives() + ".");
		final Threshold best = f1Optimal(metrics);
		sentences
			.add("Best F1: " + digits(metrics.f1Max().getAsDouble()) + " at " + best.value() + " or more (" + best.method().label() + "), " +
				(stored.method() == ThresholdMethod.F1_OPTIMAL
					? "stored because no false_alarm_rate " + "was asked for; judge it on other images than these."
					: "not stored; an empty false_alarm_rate would store it" +
						(stored.method() == ThresholdMethod.MANUAL ? " if image_threshold were not set by hand." : ".")));
	}

	private static String digits(final double value) {
		return String.format(Locale.ROOT, "%.4f", value);
	}
}
