package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.anomalyflow.dataset.Category;
import org.anomalyflow.dataset.Mask;
import org.anomalyflow.dataset.Sample;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.ResultImages;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.Inspector;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.metric.AlarmRule;
import org.anomalyflow.metric.Confusion;
import org.anomalyflow.metric.Curves;
import org.anomalyflow.metric.LabelledScores;
import org.anomalyflow.metric.PixelAccumulator;
import org.anomalyflow.metric.PixelMetrics;
import org.anomalyflow.metric.RankingMetrics;
import org.anomalyflow.report.Decisions;
import org.anomalyflow.report.RunReport;
import org.anomalyflow.report.TellingImages;
import org.anomalyflow.roi.ImageRow;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;

/**
 * Judges the test images of one category with one model and measures it. Pixel metrics are taken by a protocol, pooled
 * over all good images and all defective ones that have a mask.
 */
final class TestRun {

	private static final String STAGE = "Testing";

	private final Category category;
	private final Inspector inspector;
	private final Protocol protocol;
	private final Outputs outputs;
	private final Path folder;
	private final String run;
	private final List<List<Object>> imageRows = new ArrayList<>();
	private final Map<String, Object> metrics = new LinkedHashMap<>();
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
	TestRun(final Category category, final Inspector inspector, final Protocol protocol, final Outputs outputs,
		final Path folder, final String run)
	{
		this.category = category;
		this.inspector = inspector;
		this.protocol = protocol;
		this.outputs = outputs;
		this.folder = folder;
		this.run = run;
		telling = new TellingImages(inspector.display());
	}

	/** Judges all test images. */
	void run(final Progress progress) {
		final List<Sample> samples = category.test();
		if (samples.isEmpty())
			throw new AnomalyFlowException("The category " + category.name() + " has no test images");
		final float[] scores = new float[samples.size()];
		final boolean[] defective = new boolean[samples.size()];
		final double[] seconds = new double[samples.size()];
		try (PixelAccumulator pixels = new PixelAccumulator()) {
			boolean anyMask = false;
			for (int i = 0; i < samples.size(); i++) {
				progress.checkCancelled(STAGE);
				final Sample sample = samples.get(i);
				final SliceDetection detection = judge(sample, progress);
				scores[i] = detection.reading().score();
				defective[i] = sample.isDefective();
				seconds[i] = detection.seconds();
				anyMask |= addPixels(sample, detection, pixels);
				progress.update(STAGE + " " + category.name(), i + 1L, samples.size(), sample.image().getFileName().toString());
			}
			measureImages(scores, defective);
			if (anyMask)
				measurePixels(pixels);
		}
		Arrays.sort(seconds);
		metrics.put("seconds_per_image", seconds[seconds.length / 2]);
	}

	private SliceDetection judge(final Sample sample, final Progress progress) {
		final ImageSlices slices = ImageFiles.read(sample.image());
		if (slices.count() != 1)
			throw new AnomalyFlowException("The test image " + sample.image() + " has " + slices.count() +
				" slices; only single images can be evaluated");
		final ImageDetection detection = inspector.inspect(slices, progress);
		final String name = category.folder().relativize(sample.image()).toString().replace('\\', '/');
		outputs.write(detection, folder, run + "/" + ResultImages.baseName(name));
		final List<Object> row = new ArrayList<>(detection.imageRows().get(0).values());
		row.set(0, name);
		row.add(sample.defect());
		imageRows.add(row);
		final SliceDetection slice = detection.slices().get(0);
		scored.add(new RunReport.Scored(name, sample.defect(), sample.isDefective(), slice.reading().score(), slice.verdict()
			.decision().label()));
		telling.offer(scored.get(scored.size() - 1), slices.get(1).image(), slice.reading().heatmap(), slice.mask().toMask(),
			sample::readMask);
		return slice;
	}

	/** Adds the pixels of an image whose truth is known; returns whether it has a mask. */
	private boolean addPixels(final Sample sample, final SliceDetection detection,
		final PixelAccumulator pixels)
	{
		final Optional<Mask> mask = sample.readMask();
		if (!sample.isDefective() || mask.isPresent()) {
			final Protocol.Pixels compared = protocol.pixels(detection, sample.isDefective() ? mask : Optional.empty(), inspector
				.imageSize());
			pixels.add(compared.map(), compared.truth(), compared.width(), compared.height());
		}
		return mask.isPresent();
	}

	private void measureImages(final float[] scores, final boolean[] defective) {
		final LabelledScores labelled = LabelledScores.of(scores, defective);
		final RankingMetrics ranking = labelled.metrics();
		final double threshold = inspector.imageThresholds().imageThreshold().value();
		final Confusion confusion = labelled.at(threshold, AlarmRule.AT_LEAST);
		metrics.put("n_good", ranking.negatives());
		metrics.put("n_defect", ranking.positives());
		MetricColumns.put(metrics, "image_auroc", ranking.auroc());
		MetricColumns.put(metrics, "image_ap", ranking.averagePrecision());
		MetricColumns.put(metrics, "image_f1_max", ranking.f1Max());
		MetricColumns.put(metrics, "image_f1", confusion.f1());
		final Decisions good = Decisions.of(scored, image -> !image.defective());
		final Decisions defects = Decisions.of(scored, RunReport.Scored::defective);
		MetricColumns.share(metrics, "false_alarm_rate", good.reject(), good);
		MetricColumns.share(metrics, "miss_rate", defects.pass() + defects.review(), defects);
		MetricColumns.share(metrics, "passed_defects", defects.pass(), defects);
		MetricColumns.share(metrics, "review_rate", good.review(), good);
		metrics.put("image_threshold", threshold);
		imageCurves = labelled.curves();
	}

	private void measurePixels(final PixelAccumulator pixels) {
		final PixelMetrics all = pixels.metrics();
		final double threshold = inspector.pixelThreshold().value();
		MetricColumns.put(metrics, "pixel_auroc", all.ranking().auroc());
		MetricColumns.put(metrics, "pixel_ap", all.ranking().averagePrecision());
		MetricColumns.put(metrics, "pixel_f1_max", all.ranking().f1Max());
		MetricColumns.put(metrics, "pixel_f1", pixels.at(threshold, AlarmRule.AT_LEAST).pixels().f1());
		metrics.put("pixel_threshold", threshold);
		MetricColumns.put(metrics, "aupro_30", all.aupro30());
		MetricColumns.put(metrics, "aupro_05", all.aupro05());
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

	/** Scores and truth of all test images, for the report. */
	List<RunReport.Scored> scored() {
		return scored;
	}

	/** The images worth showing. */
	TellingImages telling() {
		return telling;
	}

	/** What was measured, by column. */
	Map<String, Object> metrics() {
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
