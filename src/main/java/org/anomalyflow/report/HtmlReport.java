package org.anomalyflow.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;

/**
 * Writes an evaluation as one HTML file that needs nothing else: no script, no network, pictures inside. The same
 * evaluation gives the same bytes. Described in docs/report.md.
 */
public final class HtmlReport {

	/** Nothing may be loaded from anywhere, and nothing run. */
	private static final String POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

	private HtmlReport() {}

	/**
	 * Writes {@code report.html} into the evaluation's folder.
	 *
	 * @return the file
	 * @throws AnomalyFlowException if curves or pictures are missing or it cannot be written
	 */
	public static Path write(final Evaluation evaluation) {
		final Path file = evaluation.folder().resolve("report.html");
		final String markup = of(evaluation);
		AtomicFiles.write(file, temporary -> Files.writeString(temporary, markup));
		return file;
	}

	/** The report's markup. */
	static String of(final Evaluation evaluation) {
		final Html html = new Html();
		final String title = "Evaluation of " + evaluation.name();
		final Optional<PublishedNumbers> published = PublishedNumbers.of(evaluation.dataset()).filter(numbers -> !evaluation.runs().isEmpty());
		html.open("html", "xmlns", "http://www.w3.org/1999/xhtml", "lang", "en");
		head(html, title);
		html.open("body").element("a", "Skip to the summary", "href", "#main", "class", "skip");
		contents(html, evaluation, published.isPresent());
		html.open("main", "id", "main").open("header").element("p", "Anomaly Flow", "class", "brand").element("h1", title).element("p",
			subtitle(evaluation));
		html.element("p", "Data: " + evaluation.dataset().toAbsolutePath().normalize(), "class", "small path").close();
		if (!evaluation.errors().isEmpty())
			errors(html, evaluation);
		if (!evaluation.runs().isEmpty())
			new SummarySection(html, evaluation).write();
		published.ifPresent(numbers -> PublishedSection.write(html, evaluation, numbers));
		evaluation.categories().forEach((category, runs) -> new CategorySection(html, evaluation, id(evaluation, category), runs).write());
		ReadingSection.write(html);
		if (!evaluation.runs().isEmpty())
			FactsSection.write(html, evaluation);
		html.close().close().close();
		return "<!DOCTYPE html>\n" + html;
	}

	/** The anchor of a category. */
	static String id(final Evaluation evaluation, final String category) {
		return "category-" + (List.copyOf(evaluation.categories().keySet()).indexOf(category) + 1);
	}

	static void head(final Html html, final String title) {
		html.open("head").empty("meta", "charset", "utf-8").empty("meta", "http-equiv", "Content-Security-Policy", "content", POLICY)
			.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1")
			.empty("meta", "name", "color-scheme", "content", "light dark").element("title", title + " \u2013 Anomaly Flow").open("style");
		html.raw(styleSheet()).close().close();
	}

	private static String styleSheet() {
		try (InputStream in = HtmlReport.class.getResourceAsStream("report.css")) {
			return new String(in.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static String subtitle(final Evaluation evaluation) {
		final long models = evaluation.runs().stream().map(Evaluation.ModelRun::model).distinct().count();
		final int categories = evaluation.categories().size();
		return categories + (categories == 1 ? " category, " : " categories, ") + Numbers.many(models, "model") + ", " +
			Numbers.many(Evaluation.seeds(evaluation.runs()), "seed") +
			(evaluation.errors().isEmpty() ? "" : ", " + Numbers.many(evaluation.errors().size(), "failure")) +
			(evaluation.days().isEmpty() ? "" : "; measured " + evaluation.days());
	}

	private static void contents(final Html html, final Evaluation evaluation, final boolean published) {
		html.open("nav", "aria-label", "Contents").open("ul");
		if (!evaluation.errors().isEmpty())
			entry(html, "errors", "Failures", "alert");
		if (!evaluation.runs().isEmpty())
			entry(html, "summary", "Summary", null);
		if (published)
			entry(html, "published", "Published numbers", null);
		evaluation.categories().keySet().forEach(category -> entry(html, id(evaluation, category), category, "category"));
		entry(html, "reading", "What the measures mean", null);
		if (!evaluation.runs().isEmpty())
			entry(html, "facts", "Run facts", null);
		html.close().close();
	}

	static void entry(final Html html, final String id, final String text, final String style) {
		html.open("li").element("a", text, "href", "#" + id, "class", style).close();
	}

	private static void errors(final Html html, final Evaluation evaluation) {
		html.open("section", "id", "errors").element("h2", "Failures").element("p",
			"These could not be evaluated; everything else in this report is complete without them.");
		html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Failures").open("table").open("tr")
			.element("th", "Category and model", "scope", "col").element("th", "Reason", "scope", "col").close();
		evaluation.errors().forEach(error -> html.open("tr").element("th", String.valueOf(error.get(0)), "scope", "row")
			.element("td", String.valueOf(error.get(1))).close());
		html.close().close().close();
	}
}
