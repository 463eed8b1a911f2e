package org.anomalyflow.report;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

import org.anomalyflow.util.AtomicFiles;

/**
 * Writes a comparison as one HTML file that needs nothing else; the same comparison gives the same bytes. Described in
 * docs/report.md.
 */
public final class ComparisonReport {

	private static final String RANK = "rank_image_auroc";
	private static final List<String> COMPLEXITY = List.of("Images per second, published", "Images per second, here", "Parameters, published",
		"Parameters, here");
	private static final Map<Metric, String> METRICS = new EnumMap<>(Metric.class);

	static {
		METRICS.put(Metric.IMAGE_AUROC, "Image AUROC");
		METRICS.put(Metric.IMAGE_AP, "Image AP");
		METRICS.put(Metric.PIXEL_AUROC, "Pixel AUROC");
		METRICS.put(Metric.PIXEL_AP, "Pixel AP");
		METRICS.put(Metric.AUPRO_30, "AUPRO 0.3");
	}

	private final Html html = new Html();
	private final Comparison comparison;
	private final ComparisonTable table;

	private ComparisonReport(final Comparison comparison, final ComparisonTable table) {
		this.comparison = comparison;
		this.table = table;
	}

	/** Writes {@code comparison.html} into the comparison's folder. */
	public static Path write(final Comparison comparison, final ComparisonTable table) {
		final Path file = comparison.folder().resolve("comparison.html");
		final String markup = of(comparison, table);
		AtomicFiles.write(file, temporary -> Files.writeString(temporary, markup));
		return file;
	}

	/** The report's markup. */
	static String of(final Comparison comparison, final ComparisonTable table) {
		return new ComparisonReport(comparison, table).markup();
	}

	private String markup() {
		final String title = "Detectors compared on " + comparison.name();
		html.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en");
		HtmlReport.head(html, title);
		html.open("body").element("a", "Skip to the results", "href", "#main", "class", "skip");
		contents();
		html.open("main", "id", "main").open("header").element("p", "Anomaly Flow", "class", "brand").element("h1", title)
			.element("p", subtitle()).close();
		if (!comparison.errors().isEmpty())
			errors();
		if (!table.entrants().isEmpty()) {
			quality();
			decisions();
			cost();
			charts();
			new ComparisonCategories(html, comparison, table).write();
			complexity();
		}
		new ComparisonFacts(html, comparison, table).write();
		html.close().close().close();
		return "<!DOCTYPE html>\n" + html;
	}

	private String subtitle() {
		return Numbers.many(table.entrants().stream().map(Entrant::model).distinct().count(), "detector") + ", " +
			Numbers.many(table.entrants().stream().map(Entrant::backbone).distinct().count(), "backbone") + ", " +
			(comparison.categories().size() == 1 ? "1 category, " : comparison.categories().size() + " categories, ") +
			Numbers.many(comparison.distinct(Metric.SEED).size(), "seed") +
			(comparison.errors().isEmpty() ? "" : ", " + Numbers.many(comparison.errors().size(), "failure"));
	}

	private void contents() {
		html.open("nav", "aria-label", "Contents").open("ul");
		if (!comparison.errors().isEmpty())
			HtmlReport.entry(html, "errors", "Failures", "alert");
		if (!table.entrants().isEmpty()) {
			HtmlReport.entry(html, "quality", "Quality", null);
			HtmlReport.entry(html, "decisions", "False alarms and misses", null);
			HtmlReport.entry(html, "cost", "Cost", null);
			HtmlReport.entry(html, "charts", "Quality against time", null);
			HtmlReport.entry(html, "categories", "By category", null);
			if (hasComplexity())
				HtmlReport.entry(html, "complexity", "Complexity as published", null);
		}
		HtmlReport.entry(html, "facts", "How it was measured", null);
		html.close().close();
	}

	private void errors() {
		html.open("section", "id", "errors").element("h2", "Failures").element("p",
			"These could not be measured. Ranks count only categories and seeds in which no detector failed.");
		begin("Failures", "Backbone", "Category and detector", "Reason");
		comparison.errors().forEach(error -> {
			html.open("tr").element("th", error.get(0), "scope", "row");
			error.subList(1, error.size()).forEach(text -> html.element("td", text));
			html.close();
		});
		html.close().close().close();
	}

	/** Begins a table whose first columns are words; to be closed twice. */
	private void begin(final String title, final String... columns) {
		html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", title).open("table").open("tr");
		for (final String column : columns)
			html.element("th", column, "scope", "col");
		html.close();
	}

	private void quality() {
		html.open("section", "id", "quality").element("h2", "Quality");
		html.element("p",
			"Means over categories and seeds. The rank is the mean place by image AUROC among all of this table, in " +
				Numbers.many(table.cells(), "pair") + " of category and seed." +
				(table.sources().isEmpty() ? "" : " Published numbers stand only where data set, categories, detector and backbone are the same."));
		final List<Metric> published = ComparisonTable.PUBLISHED.stream()
			.filter(metric -> table.rows().stream().anyMatch(row -> row.containsKey(ComparisonTable.published(metric)))).toList();
		final ComparisonColumns columns = new ComparisonColumns(html, table, "Quality");
		columns.add("Rank", RANK, ComparisonReport::rank);
		METRICS.forEach((metric, title) -> {
			columns.add(title, metric.column(), Numbers::metric);
			if (published.contains(metric))
				columns.addPublished(title + ", published", ComparisonTable.published(metric));
		});
		columns.write();
		html.element("p", comparison.distinct(Metric.SEED).size() > 1
			? "Small figures are 95 % intervals over the seeds (Student), of the mean over the categories: how far it depends on chance in training. They do not tell how it would change on other images."
			: "With one seed nothing is known about how far chance in training matters; compare with several, for example seeds=42,43,44.",
			"class", "small");
		html.close();
	}

	private void decisions() {
		html.open("section", "id", "decisions").element("h2", "False alarms and misses");
		html.element("p",
			"At each detector\u2019s own thresholds, which were set without defects. False alarms are good images rejected, misses " +
				"are defective images not rejected; of these, those that passed are lost, the others went to review.");
		final ComparisonColumns rates = new ComparisonColumns(html, table, "False alarms and misses");
		rates.add("False alarms", "false_alarm_rate", Numbers::percent);
		rates.add("Good for review", "review_rate", Numbers::percent);
		rates.add("Misses", "miss_rate", Numbers::percent);
		rates.add("Defects passed", "passed_defects", Numbers::percent);
		rates.write();
		html.close();
	}

	private int number(final Entrant entrant) {
		return table.entrants().indexOf(entrant) + 1;
	}

	private static String rank(final Object value) {
		return String.format(Locale.ROOT, "%.1f", Numbers.number(value));
	}

	private void cost() {
		html.open("section", "id", "cost").element("h2", "Cost");
		html.element("p",
			"Training: seconds for one category, features and thresholds included. Speed: one image after another, decoded and judged. " +
				"Numbers learned: trained parameters, or what a memory holds. Model: the file, backbone included. Memory: the largest that the " +
				"process held while one model was trained or tested.");
		final ComparisonColumns costs = new ComparisonColumns(html, table, "Cost");
		costs.add("Training", "train_seconds", Numbers::seconds);
		costs.add("Images per second", "images_per_second", value -> Numbers.score(Numbers.number(value)));
		costs.add("Numbers learned", "parameters", Numbers::count);
		costs.add("Model", "model_mb", value -> Numbers.count(value) + " MB");
		costs.add("Peak memory", "peak_memory_mb", value -> Numbers.count(value) + " MB");
		costs.write();
		html.close();
	}

	private void charts() {
		html.open("section", "id", "charts").element("h2", "Quality against time");
		html.open("div", "class", "charts");
		List.of("image_auroc", "pixel_auroc").forEach(metric -> {
			final String name = metric.equals("image_auroc") ? "Image AUROC" : "Pixel AUROC";
			chart(name + " and seconds to train", "seconds to train", "train_seconds", name, metric);
			chart(name + " and images per second", "images per second", "images_per_second", name, metric);
		});
		html.close().open("p", "class", "legend");
		for (final Entrant entrant : table.entrants())
			html.open("span", "class", "key s" + style(entrant) % SvgChart.STYLES).element("span", number(entrant) + " " + entrant.label())
				.close();
		html.close().close();
	}

	private int style(final Entrant entrant) {
		return table.entrants().stream().map(Entrant::backbone).distinct().sorted().toList().indexOf(entrant.backbone());
	}

	private void chart(final String title, final String xName, final String x, final String yName, final String y) {
		final ScatterChart chart = new ScatterChart(title, xName, yName);
		for (final Entrant entrant : table.entrants()) {
			final Map<String, Object> row = table.row(entrant);
			if (Numbers.defined(row.get(x)) && Numbers.defined(row.get(y)))
				chart.add(
					new ScatterChart.Point(number(entrant), entrant.label(), style(entrant), Numbers.number(row.get(x)), Numbers.number(row.get(y))));
		}
		chart.write(html);
	}

	private boolean hasComplexity() {
		return table.entrants().stream().anyMatch(entrant -> PublishedDetectors.complexity(entrant).isPresent());
	}

	private void complexity() {
		if (!hasComplexity())
			return;
		html.open("section", "id", "complexity").element("h2", "Complexity, as published and as measured here");
		html.element("p",
			"The complexity table beside DANFlow\u2019s public code, and this machine. Its speeds are those of the authors\u2019 " +
				"graphics card, in the programs that they used; its parameters of FastFlow and CFlow are not those of the public code.");
		html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Complexity").open("table", "class", "stack")
			.open("tr").element("th", "Detector, backbone", "scope", "col");
		COMPLEXITY.forEach(name -> html.element("th", name, "scope", "col", "class", "number"));
		html.close();
		for (final Entrant entrant : table.entrants()) {
			final Optional<PublishedDetectors.Complexity> published = PublishedDetectors.complexity(entrant);
			if (published.isEmpty())
				continue;
			html.open("tr");
			ComparisonColumns.name(html, table, entrant);
			final List<String> values = List.of(Numbers.score(published.get().imagesPerSecond()),
				Numbers.score(entrant.imagesPerSecond().orElse(Double.NaN)), Numbers.count(published.get().parameters()),
				Numbers.count(table.row(entrant).get("parameters")));
			for (int i = 0; i < values.size(); i++)
				html.element("td", values.get(i), "class", i % 2 == 0 ? "number" : "number ours", "data-label", COMPLEXITY.get(i));
			html.close();
		}
		html.close().close().close();
	}
}
