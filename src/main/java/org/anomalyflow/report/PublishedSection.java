package org.anomalyflow.report;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

import org.anomalyflow.report.Evaluation.ModelRun;

/** Tables of this evaluation beside published numbers, one for each metric that both have. */
final class PublishedSection {

	private static final Map<Metric, String> METRICS = new EnumMap<>(Metric.class);

	static {
		METRICS.put(Metric.IMAGE_AUROC, "Image AUROC");
		METRICS.put(Metric.IMAGE_F1_MAX, "Image F1-max (oracle)");
		METRICS.put(Metric.PIXEL_AUROC, "Pixel AUROC");
		METRICS.put(Metric.PIXEL_F1_MAX, "Pixel F1-max (oracle)");
		METRICS.put(Metric.AUPRO_30, "AUPRO 0.3");
	}

	private PublishedSection() {}

	static void write(final Html html, final Evaluation evaluation, final PublishedNumbers published) {
		html.open("section", "id", "published").element("h2", "Beside published numbers: " + published.dataset());
		html.element("p", "The shaded columns are this report, the others what has been published. Every mean is taken over the " +
			"categories of this report only. Higher is better; the highest of a row is bold.");
		METRICS.forEach((metric, title) -> {
			final List<String> methods = published.methods(metric.column());
			if (!methods.isEmpty() && evaluation.runs().stream().anyMatch(run -> !Double.isNaN(run.metric(metric))))
				table(html, evaluation, published, metric, title);
		});
		html.open("ul", "class", "small");
		evaluation.runs().stream()
			.map(run -> "This report, " + run.model() + ": backbone " + run.metrics().text(Metric.BACKBONE) + ", " +
				run.metrics().text(Metric.IMAGE_SIZE) + " px, last of " + run.metrics().text(Metric.EPOCHS) + " epochs.")
			.distinct().forEach(settings -> html.element("li", settings));
		published.sources().forEach(source -> html.element("li", source));
		html.close().close();
	}

	private static void table(final Html html, final Evaluation evaluation, final PublishedNumbers published, final Metric metric,
		final String title)
	{
		final List<String> ours = evaluation.runs().stream().map(run -> evaluation.label(run.metrics())).distinct().toList();
		final List<String> methods = published.methods(metric.column());
		final List<String> categories = List.copyOf(evaluation.categories().keySet());
		html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", title);
		html.open("table").element("caption", title).open("tr").element("th", "Category", "scope", "col");
		ours.forEach(label -> html.element("th", label, "scope", "col", "class", "number ours"));
		methods.forEach(method -> html.element("th", method, "scope", "col", "class", "number"));
		html.close();
		for (final String category : categories) {
			final List<OptionalDouble> values = new ArrayList<>();
			ours.forEach(label -> values.add(mean(evaluation, List.of(category), label, metric)));
			methods.forEach(method -> values.add(published.mean(List.of(category), method, metric.column())));
			row(html, category, null, values, ours.size());
		}
		if (categories.size() > 1) {
			final List<OptionalDouble> means = new ArrayList<>();
			ours.forEach(label -> means.add(mean(evaluation, categories, label, metric)));
			methods.forEach(method -> means.add(published.mean(categories, method, metric.column())));
			row(html, PublishedNumbers.MEAN, "mean", means, ours.size());
		}
		html.close().close();
	}

	private static void row(final Html html, final String name, final String style, final List<OptionalDouble> values, final int ours) {
		final double best = values.stream().filter(OptionalDouble::isPresent).mapToDouble(OptionalDouble::getAsDouble).max().orElse(Double.NaN);
		html.open("tr", "class", style).element("th", name, "scope", "row");
		for (int i = 0; i < values.size(); i++) {
			final double value = values.get(i).orElse(Double.NaN);
			html.element("td", Numbers.metric(value), "class",
				"number" + (i < ours ? " ours" : "") + (Numbers.metric(value).equals(Numbers.metric(best)) && !Double.isNaN(value) ? " best" : ""));
		}
		html.close();
	}

	private static OptionalDouble mean(final Evaluation evaluation, final List<String> categories, final String label, final Metric metric) {
		final List<ModelRun> runs = evaluation.runs().stream()
			.filter(run -> evaluation.label(run.metrics()).equals(label) && categories.contains(run.category())).toList();
		return runs.size() < categories.size() || runs.stream().anyMatch(run -> Double.isNaN(run.metric(metric)))
			? OptionalDouble.empty()
			: runs.stream().mapToDouble(run -> run.metric(metric)).average();
	}
}
