package org.anomalyflow.report;

import java.util.List;

import org.anomalyflow.report.Evaluation.ModelRun;

/** How each run was made: settings, data, times, machine, versions. */
final class FactsSection {

	private static final List<String> COLUMNS = List.of("Category", "Model", "Backbone", "Attention", "Image size", "Epochs", "Seed",
		"Training images", "Images behind thresholds", "Parameters", "Training", "Per image", "Peak memory", "Tested on", "Trained on",
		"Anomaly Flow", "Engine", "Java");

	private FactsSection() {}

	static void write(final Html html, final Evaluation evaluation) {
		html.open("section", "id", "facts").open("details", "open", "open").open("summary").element("h2", "Run facts").close();
		html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Facts of all runs")
			.open("table", "class", "facts").open("tr");
		COLUMNS.forEach(column -> html.element("th", column, "scope", "col"));
		html.close();
		evaluation.runs().forEach(run -> row(html, run));
		html.close().close();
		html.element("p", "Times are wall times on the machine that was used; memory is the peak of the whole process " +
			"during that run, on systems other than Linux since its start.", "class", "small").close().close();
	}

	private static void row(final Html html, final ModelRun run) {
		final MetricRow metrics = run.metrics();
		html.open("tr").element("th", run.category(), "scope", "row");
		for (final String text : List.of(run.model(), text(metrics, Metric.BACKBONE), text(metrics, Metric.ATTENTION),
			Numbers.count(metrics.number(Metric.IMAGE_SIZE)) + " px", Numbers.count(metrics.number(Metric.EPOCHS)), text(metrics, Metric.SEED),
			Numbers.count(metrics.number(Metric.N_TRAIN)), Numbers.count(run.report().calibrated()),
			Numbers.count(metrics.number(Metric.PARAMETERS)), Numbers.seconds(metrics.number(Metric.TRAIN_SECONDS)),
			Numbers.seconds(metrics.number(Metric.SECONDS_PER_IMAGE)), Numbers.count(metrics.number(Metric.PEAK_MEMORY_MB)) + " MB",
			text(metrics, Metric.DEVICE) + ", " + text(metrics, Metric.PRECISION), run.report().trainedOn(), text(metrics, Metric.VERSION),
			run.report().engine(), run.report().java()))
			html.element("td", text);
		html.close();
	}

	private static String text(final MetricRow metrics, final Metric metric) {
		return metrics.has(metric) ? metrics.text(metric) : Numbers.UNDEFINED;
	}
}
