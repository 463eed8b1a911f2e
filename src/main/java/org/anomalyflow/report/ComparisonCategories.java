package org.anomalyflow.report;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import org.anomalyflow.report.Evaluation.ModelRun;

/** A comparison category by category: image and pixel AUROC, means over the seeds. */
final class ComparisonCategories {

	private final Html html;
	private final Comparison comparison;
	private final ComparisonTable table;

	ComparisonCategories(final Html html, final Comparison comparison, final ComparisonTable table) {
		this.html = html;
		this.comparison = comparison;
		this.table = table;
	}

	void write() {
		html.open("section", "id", "categories").element("h2", "By category").element("p",
			"Means over the seeds; the best of a category is bold.");
		new EnumMap<>(Map.of(Metric.IMAGE_AUROC, "Image AUROC", Metric.PIXEL_AUROC, "Pixel AUROC")).entrySet().stream()
			.filter(metric -> comparison.runs().stream().anyMatch(run -> !Double.isNaN(run.metric(metric.getKey()))))
			.forEach(metric -> table(metric.getKey(), metric.getValue()));
		html.open("p", "class", "small").text("Everything about each run, with curves and pictures: ");
		for (final Comparison.Part part : comparison.parts())
			html.element("a", part.backbone(), "href",
				comparison.folder().relativize(part.evaluation().folder().resolve("report.html")).toString().replace('\\', '/')).text(" ");
		html.close().close();
	}

	private void table(final Metric metric, final String title) {
		html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", title).open("table").element("caption", title)
			.open("tr").element("th", "Detector, backbone", "scope", "col");
		comparison.categories().forEach(category -> html.element("th", category, "scope", "col", "class", "number"));
		html.close();
		for (final Entrant entrant : table.entrants()) {
			html.open("tr");
			ComparisonColumns.name(html, table, entrant);
			for (final String category : comparison.categories()) {
				final double value = mean(entrant, category, metric).orElse(Double.NaN);
				html.element("td", Numbers.metric(value), "class", isBest(value, category, metric) ? "number best" : "number");
			}
			html.close();
		}
		html.close().close();
	}

	private boolean isBest(final double value, final String category, final Metric metric) {
		final List<Entrant> rivals = table.entrants();
		return rivals.size() > 1 && value == rivals.stream().map(rival -> mean(rival, category, metric)).filter(OptionalDouble::isPresent)
			.mapToDouble(OptionalDouble::getAsDouble).max().orElse(Double.NaN);
	}

	private static OptionalDouble mean(final Entrant entrant, final String category, final Metric metric) {
		final List<ModelRun> runs = entrant.runs().stream().filter(run -> run.category().equals(category)).toList();
		return runs.stream().mapToDouble(run -> run.metric(metric)).filter(value -> !Double.isNaN(value)).average();
	}
}
