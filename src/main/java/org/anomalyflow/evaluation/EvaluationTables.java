package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.report.CsvTable;
import org.anomalyflow.report.Evaluation;
import org.anomalyflow.report.HtmlReport;
import org.anomalyflow.report.Metric;
import org.anomalyflow.report.MetricRow;
import org.anomalyflow.report.TextTable;
import org.anomalyflow.util.BatchOutcome;

/** What becomes of the finished runs of an evaluation, in their order: tables and the report. */
final class EvaluationTables implements AutoCloseable {

	private static final List<Metric> SHOWN = List.of(Metric.CATEGORY, Metric.MODEL, Metric.BACKBONE, Metric.SEED, Metric.IMAGE_AUROC,
		Metric.IMAGE_AP, Metric.IMAGE_F1, Metric.FALSE_ALARM_RATE, Metric.MISS_RATE, Metric.PIXEL_AUROC, Metric.PIXEL_AP, Metric.AUPRO_30,
		Metric.TRAIN_SECONDS);

	private final Path folder;
	private final Path dataset;
	private final Protocol protocol;
	private final ErrorTable table;
	private final List<MetricRow> metrics = new ArrayList<>();
	private final List<List<Object>> images = new ArrayList<>();
	private final List<Evaluation.ModelRun> reports = new ArrayList<>();
	private final List<List<Object>> errors = new ArrayList<>();
	private int failedRuns;

	/**
	 * Removes an earlier table of errors.
	 *
	 * @param folder output folder
	 * @param dataset what was evaluated
	 * @param protocol how pixels were compared with masks
	 */
	EvaluationTables(final Path folder, final Path dataset, final Protocol protocol) {
		this.folder = folder;
		this.dataset = dataset;
		this.protocol = protocol;
		table = new ErrorTable(folder, "category");
	}

	/** Adds the next run. */
	void add(final String run, final Evaluator.Finished finished) {
		metrics.add(finished.metrics());
		images.addAll(finished.images());
		reports.add(new Evaluation.ModelRun(finished.metrics(), finished.report()));
		finished.errors().forEach(error -> errors.add(List.of(run + "/" + error.get(0), error.get(1))));
	}

	/** The next run failed. */
	void fail(final String run, final String reason) {
		errors.add(List.of(run, reason));
		failedRuns++;
	}

	/** Writes everything. */
	Evaluator.Result write() {
		errors.forEach(error -> table.add(error.get(0).toString(), error.get(1).toString()));
		final List<MetricRow> rows = new ArrayList<>(metrics);
		rows.addAll(SummaryRows.of(metrics, protocol));
		final List<String> imageColumns = new ArrayList<>(TestRun.imageColumns());
		imageColumns.addAll(List.of("category", "model", "seed"));
		CsvTable.write(folder.resolve("metrics.csv"), Metric.columns(), rows.stream().map(MetricRow::values).toList());
		CsvTable.write(folder.resolve("images.csv"), imageColumns, images);
		final List<MetricRow> means = rows.stream().filter(row -> row.text(Metric.CATEGORY).equals(protocol.labelled("mean"))).toList();
		final Evaluation evaluation = new Evaluation(folder, dataset, reports, means, errors);
		HtmlReport.write(evaluation);
		return new Evaluator.Result(new BatchOutcome(metrics.size() + errors.size(), errors.size(), table.file(),
			TextTable.of(SHOWN.stream().map(Metric::column).toList(), rows.stream().map(row -> row.values(SHOWN)).toList()) + measured() +
				"Results: " + folder.toAbsolutePath().normalize()),
			evaluation);
	}

	/** How many runs there are, in words, where something failed: an image that cannot be read costs itself, not its run. */
	private String measured() {
		if (errors.isEmpty())
			return "";
		return "Measured: " + metrics.size() + " of " + (metrics.size() + failedRuns) + " runs; images or masks left out: " +
			(errors.size() - failedRuns) + System.lineSeparator();
	}

	@Override
	public void close() {
		table.close();
	}
}
