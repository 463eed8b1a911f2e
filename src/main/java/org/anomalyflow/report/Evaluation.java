package org.anomalyflow.report;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * All that a report tells.
 *
 * @param folder output folder, which holds the curves and pictures
 * @param dataset folder of the data set or category
 * @param runs finished runs, those of a category together
 * @param summary rows over several categories, such as means
 * @param errors item and reason of each failure
 */
public record Evaluation(Path folder, Path dataset, List<ModelRun> runs, List<MetricRow> summary, List<List<Object>> errors) {

	/** Folder of the pictures of all runs, below the output folder. */
	static final String PARTS = "report-parts";

	private static final DateTimeFormatter DAY = DateTimeFormatter.ISO_LOCAL_DATE;

	/**
	 * One finished run.
	 *
	 * @param metrics its row of metrics
	 * @param report the rest
	 */
	public record ModelRun(MetricRow metrics, RunReport report) {

		String category() {
			return metrics.text(Metric.CATEGORY);
		}

		String model() {
			return metrics.text(Metric.MODEL);
		}

		double metric(final Metric metric) {
			return metrics.number(metric);
		}
	}

	/** The folder with the pictures of a run. */
	public static Path parts(final Path folder, final String run) {
		return folder.resolve(PARTS).resolve(run);
	}

	/** The folder with the curves of a run. */
	Path curves(final ModelRun run) {
		return folder.resolve("curves").resolve(run.report().name());
	}

	/** The data set's name. */
	String name() {
		return dataset.toAbsolutePath().normalize().getFileName().toString();
	}

	/** The runs of each category, in their order. */
	Map<String, List<ModelRun>> categories() {
		return runs.stream().collect(Collectors.groupingBy(ModelRun::category, LinkedHashMap::new, Collectors.toList()));
	}

	/** The days on which it was measured, the first and the last, in UTC; empty if nothing was. */
	String days() {
		final List<String> days = runs.stream().map(run -> run.report().measured()).filter(Objects::nonNull)
			.map(time -> DAY.format(Instant.parse(time).atOffset(ZoneOffset.UTC))).distinct().toList();
		return days.size() < 2 ? String.join("", days) : Collections.min(days) + " to " + Collections.max(days);
	}

	/** How many seeds some runs have. */
	static long seeds(final List<ModelRun> runs) {
		return runs.stream().map(run -> run.metrics().text(Metric.SEED)).distinct().count();
	}

	/** The model of a row, with its seed where models were trained with several. */
	String label(final MetricRow row) {
		final boolean seeds = seeds(runs) > 1;
		return row.text(Metric.MODEL) + (seeds && row.has(Metric.SEED) ? ", seed " + row.text(Metric.SEED) : "");
	}
}
