package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.anomalyflow.dataset.Category;
import org.anomalyflow.dataset.Mask;
import org.anomalyflow.dataset.Sample;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.Thresholder;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.metric.AlarmRule;
import org.anomalyflow.metric.Confusion;
import org.anomalyflow.metric.Curves;
import org.anomalyflow.metric.LabelledScores;
import org.anomalyflow.metric.PixelAccumulator;
import org.anomalyflow.metric.PixelMetrics;
import org.anomalyflow.metric.RankingMetrics;
import org.anomalyflow.report.Decisions;
import org.anomalyflow.report.Metric;
import org.anomalyflow.report.MetricRow;
import org.anomalyflow.report.RunReport;
import org.anomalyflow.report.TellingImages;
import org.anomalyflow.roi.ImageRow;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/**
 * Judges the test images of one category with one model and measures it. Pixel metrics are taken by a protocol, pooled
 * over all good images and all defective ones that have a mask.
 */
final class TestRun {

	private static final String STAGE = "Testing";

	private final Category category;
	private final Thresholder inspector;
	private final Protocol protocol;
	private final Outputs outputs;
	private final Path folder;
	private final String run;
	private final List<List<Object>> imageRows = new ArrayList<>();
	private final MetricRow metrics = new MetricRow();
	private final List<List<Object>> errors = new ArrayList<>();
	private final List<Path> files = new ArrayList<>();
	private final List<RunReport.Scored> scored = new ArrayList<>();
	private final TellingImages telling;
	private Curves imageCurves;
	private Curves pixelCurves;

	/**
	 * @param category what to test on
	 * @param inspector the model
	 * @param protocol how pixels are compared with masks
	 * @param outputs which pictures to write
	 * @param folder output folder
	 * @param run name of this run, below which its pictures go
	 */
	TestRun(final Category category, final Thresholder inspector, final Protocol protocol, final Outputs outputs, final Path folder,
		final String run)
	{
		this.category = category;
		this.inspector = inspector;
		this.protocol = protocol;
		this.outputs = outputs;
		this.folder = folder;
		this.run = run;
		telling = new TellingImages(inspector.display());
	}

	/**
	 * Judges all test images. One that cannot be judged costs itself only, as does a mask that cannot be used: it becomes
	 * one of {@link #errors()}.
	 *
	 * @throws AnomalyFlowException if there is no test image, or none can be judged
	 */
	void run(final Progress progress) {
		final List<Sample> samples = category.test();
		if (samples.isEmpty())
			throw new AnomalyFlowException("The category " + category.name() + " has no test images");
		final Map<Path, String> names = OutputNames.of(category.folder(), samples.stream().map(Sample::image).toList());
		final List<Double> seconds = new ArrayList<>();
		try (PixelAccumulator pixels = new PixelAccumulator()) {
			boolean anyMask = false;
			for (int i = 0; i < samples.size(); i++) {
				progress.checkCancelled(STAGE);
				final Sample sample = samples.get(i);
				final Optional<ImageDetection> detection = inspect(sample, progress);
				if (detection.isPresent()) {
					final SliceDetection slice = detection.get().slices().get(0);
					final Optional<Mask> mask = truth(sample, slice, progress);
					write(sample, detection.get(), names.get(sample.image()), progress);
					record(sample, detection.get(), mask);
					seconds.add(slice.seconds());
					anyMask |= addPixels(sample, slice, mask, pixels);
				}
				progress.update(STAGE + " " + category.name(), i + 1L, samples.size(), sample.image().getFileName().toString());
			}
			if (scored.isEmpty())
				throw new AnomalyFlowException(
					"None of the " + samples.size() + " test images of " + category.name() + " can be judged. " + errors.get(0).get(1));
			measureImages();
			if (anyMask)
				measurePixels(pixels);
		}
		Collections.sort(seconds);
		metrics.set(Metric.SECONDS_PER_IMAGE, seconds.get(seconds.size() / 2));
	}

	private Optional<ImageDetection> inspect(final Sample sample, final Progress progress) {
		try {
			final ImageSlices slices = ImageFiles.read(sample.image());
			if (slices.count() != 1)
				throw new AnomalyFlowException(
					"The test image " + sample.image() + " has " + slices.count() + " slices; only single images can be evaluated");
			return Optional.of(inspector.inspect(slices, progress));
		}
		catch (final CancelledException e) {
			throw e;
		}
		catch (final AnomalyFlowException e) {
			fail(sample, e, progress);
			return Optional.empty();
		}
	}

	private void write(final Sample sample, final ImageDetection detection, final String name, final Progress progress) {
		try {
			files.addAll(outputs.write(detection, folder, run + "/" + name));
		}
		catch (final AnomalyFlowException e) {
			fail(sample, e, progress);
		}
	}

	/** The mask of an image; empty if it has none that can be used. */
	private Optional<Mask> truth(final Sample sample, final SliceDetection slice, final Progress progress) {
		try {
			final Optional<Mask> mask = sample.isDefective() ? sample.readMask() : Optional.empty();
			if (mask.isPresent() && !Sample.fits(mask.get(), slice.width(), slice.height()))
				throw new AnomalyFlowException("The mask " + sample.masks().get(0) + " of " + mask.get().width() + " x " + mask.get().height() +
					" pixels does not fit its image of " + slice.width() + " x " + slice.height() +
					", so its pixels are not counted. Draw it on the upright image, or remove it");
			return mask;
		}
		catch (final AnomalyFlowException e) {
			fail(sample, e, progress);
			return Optional.empty();
		}
	}

	private void fail(final Sample sample, final AnomalyFlowException failure, final Progress progress) {
		errors.add(List.of(name(sample), failure.getMessage()));
		progress.message(category.name() + ": " + failure.getMessage());
	}

	private String name(final Sample sample) {
		return OutputNames.relative(category.folder(), sample.image());
	}

	private void record(final Sample sample, final ImageDetection detection, final Optional<Mask> mask) {
		final List<Object> row = new ArrayList<>(detection.imageRows().get(0).values());
		row.set(0, name(sample));
		row.add(sample.defect());
		imageRows.add(row);
		final SliceDetection slice = detection.slices().get(0);
		scored.add(new RunReport.Scored(name(sample), sample.defect(), sample.isDefective(), slice.reading().score(),
			slice.verdict().decision().label()));
		telling.offer(scored.get(scored.size() - 1), detection.source().get(1).image(), slice.reading().heatmap(), slice.mask().toMask(),
			() -> mask);
	}

	/** Adds the pixels of an image whose truth is known; returns whether it has a mask. */
	private boolean addPixels(final Sample sample, final SliceDetection detection, final Optional<Mask> mask, final PixelAccumulator pixels) {
		if (!sample.isDefective() || mask.isPresent()) {
			final Protocol.Pixels compared = protocol.pixels(detection, mask, inspector.imageSize());
			pixels.add(compared.map(), compared.truth(), compared.width(), compared.height());
		}
		return mask.isPresent();
	}

	private void measureImages() {
		final float[] scores = new float[scored.size()];
		final boolean[] defective = new boolean[scores.length];
		for (int i = 0; i < scores.length; i++) {
			scores[i] = scored.get(i).score();
			defective[i] = scored.get(i).defective();
		}
		final LabelledScores labelled = LabelledScores.of(scores, defective);
		final RankingMetrics ranking = labelled.metrics();
		final double threshold = inspector.imageThresholds().imageThreshold().value();
		final Confusion confusion = labelled.at(threshold, AlarmRule.AT_LEAST);
		metrics.set(Metric.N_GOOD, ranking.negatives());
		metrics.set(Metric.N_DEFECT, ranking.positives());
		metrics.set(Metric.IMAGE_AUROC, ranking.auroc());
		metrics.set(Metric.IMAGE_AP, ranking.averagePrecision());
		metrics.set(Metric.IMAGE_F1_MAX, ranking.f1Max());
		metrics.set(Metric.IMAGE_F1, confusion.f1());
		final Decisions good = Decisions.of(scored, image -> !image.defective());
		final Decisions defects = Decisions.of(scored, RunReport.Scored::defective);
		metrics.share(Metric.FALSE_ALARM_RATE, good.reject(), good);
		metrics.share(Metric.MISS_RATE, defects.pass() + defects.review(), defects);
		metrics.share(Metric.PASSED_DEFECTS, defects.pass(), defects);
		metrics.share(Metric.REVIEW_RATE, good.review(), good);
		metrics.set(Metric.IMAGE_THRESHOLD, threshold);
		imageCurves = labelled.curves();
	}

	private void measurePixels(final PixelAccumulator pixels) {
		final PixelMetrics all = pixels.metrics();
		final double threshold = inspector.pixelThreshold().value();
		metrics.set(Metric.PIXEL_AUROC, all.ranking().auroc());
		metrics.set(Metric.PIXEL_AP, all.ranking().averagePrecision());
		metrics.set(Metric.PIXEL_F1_MAX, all.ranking().f1Max());
		metrics.set(Metric.PIXEL_F1, pixels.at(threshold, AlarmRule.AT_LEAST).pixels().f1());
		metrics.set(Metric.PIXEL_THRESHOLD, threshold);
		metrics.set(Metric.AUPRO_30, all.aupro30());
		metrics.set(Metric.AUPRO_05, all.aupro05());
		pixelCurves = pixels.curves();
	}

	/** Columns of {@link #imageRows()}. */
	static List<String> imageColumns() {
		final List<String> columns = new ArrayList<>(ImageRow.COLUMNS);
		columns.add("label");
		return columns;
	}

	/** One row per test image: the usual columns and the kind of defect, {@code good} for none. */
	List<List<Object>> imageRows() {
		return imageRows;
	}

	/** Rows of image and reason: images that could not be judged, and masks that could not be used. */
	List<List<Object>> errors() {
		return errors;
	}

	/** The pictures written. */
	List<Path> files() {
		return files;
	}

	/** Scores and truth of all test images, for the report. */
	List<RunReport.Scored> scored() {
		return scored;
	}

	/** The images worth showing. */
	TellingImages telling() {
		return telling;
	}

	/** What was measured, by column. */
	MetricRow metrics() {
		return metrics;
	}

	/** ROC and precision-recall curve of the image scores. */
	Curves imageCurves() {
		return imageCurves;
	}

	/** ROC, precision-recall and PRO curve of the pixel scores; null without masks. */
	Curves pixelCurves() {
		return pixelCurves;
	}
}
