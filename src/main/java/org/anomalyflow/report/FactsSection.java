package org.anomalyflow.report;

import java.util.List;
import java.util.Map;

import org.anomalyflow.report.Evaluation.ModelRun;

/** How each run was made: settings, data, times, machine, versions. */
final class FactsSection {

	private static final List<String> COLUMNS = List.of("Category", "Model", "Backbone", "Attention", "Image size", "Epochs", "Seed",
		"Training images", "Images behind thresholds", "Parameters", "Training", "Per image", "Peak memory", "Tested on", "Trained on",
		"Anomaly Flow", "Engine", "Java");

	private FactsSection() {}

	static void write(final Html html, final Evaluation evaluation) {
		html.open("section", "id", "facts").open("details", "open", "open").open("summary").element("h2", "ModelRun facts").close();
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
		final Map<String, Object> metrics = run.metrics();
		html.open("tr").element("th", run.category(), "scope", "row");
		for (final String text : List.of(run.model(), text(metrics, "backbone"), text(metrics, "attention"),
			Numbers.count(metrics.get("image_size")) + " px", Numbers.count(metrics.get("epochs")), text(metrics, "seed"),
			Numbers.count(metrics.get("n_train")), Numbers.count(run.report().calibrated()), Numbers.count(metrics.get("parameters")),
			Numbers.seconds(metrics.get("train_seconds")), Numbers.seconds(metrics.get("seconds_per_image")),
			Numbers.count(metrics.get("peak_memory_mb")) + " MB", text(metrics, "device") + ", " + text(metrics, "precision"),
			run.report().trainedOn(), text(metrics, "version"), run.report().engine(), run.report().java()))
			html.element("td", text);
		html.close();
	}

	private static String text(final Map<String, Object> metrics, final String column) {
		final Object value = metrics.get(column);
		return value == null ? Numbers.UNDEFINED : value.toString();
	}
}
