package org.anomalyflow.report;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.anomalyflow.metric.AlarmRule;
import org.anomalyflow.metric.Confusion;
import org.anomalyflow.metric.Interval;
import org.anomalyflow.report.Evaluation.ModelRun;

/** The first page: what each model achieved, in a sentence and in a table of all runs. */
final class SummarySection {

	private static final int RESAMPLES = 1000;
	private static final double LEVEL = 0.95;
	private static final long SEED = 42;
	private static final List<String> COLUMNS = List.of("Image AUROC", "Image AP", "Good rejected", "Good for review", "Defects for review",
		"Defects passed", "Pixel AUROC", "Pixel AP", "AUPRO 0.3", "Per image");

	private final Html html;
	private final Evaluation evaluation;

	SummarySection(final Html html, final Evaluation evaluation) {
		this.html = html;
		this.evaluation = evaluation;
	}

	void write() {
		html.open("section", "id", "summary").element("h2", "Summary");
		html.open("ul", "class", "verdicts");
		evaluation.runs().stream().map(ModelRun::model).distinct()
			.forEach(model -> verdict(model, evaluation.runs().stream().filter(run -> run.model().equals(model)).toList()));
		html.close();
		table();
		html.open("p", "class", "small")
			.text("Small figures below an image AUROC are its 95 % bootstrap interval: how far it " +
				"depends on which images happen to be in the test set. Decisions are counted at the " +
				"model\u2019s own thresholds, with exact 95 % intervals; its section says how they were set. The best of a category is bold. ")
			.element("a", "What the measures mean", "href", "#reading").text(".").close();
		html.close();
	}

	private void verdict(final String model, final List<ModelRun> runs) {
		final long seeds = Evaluation.seeds(runs);
		html.open("li").element("strong", model).text(seeds > 1 ? ", " + seeds + " seeds together, " : " ")
			.text(sentence(decisions(runs, true), decisions(runs, false))).close();
	}

	private static Decisions decisions(final List<ModelRun> runs, final boolean defective) {
		return runs.stream().map(run -> run.report().decisions(defective)).reduce(new Decisions(0, 0, 0), Decisions::plus);
	}

	/** The outcome of a run at its own threshold. */
	static Confusion confusion(final ModelRun run) {
		return run.report().labelled().at(run.report().imageThreshold().value(), AlarmRule.AT_LEAST);
	}

	/** What happened, in words. */
	static String sentence(final Decisions defective, final Decisions good) {
		return (defective.total() == 0 ? "was shown no defective image" : of(defective, "defective image")) + "; " +
			(good.total() == 0 ? "it was shown no good image" : "of good images it " + of(good, "")) + ".";
	}

	private static String of(final Decisions decisions, final String thing) {
		final String all = Numbers.count(decisions.total()) + (thing.isEmpty() ? "" : " " + thing + (decisions.total() == 1 ? "" : "s"));
		if (decisions.reject() == decisions.total())
			return "rejected all " + all;
		return "rejected " + Numbers.count(decisions.reject()) + " of " + all + ", sent " + Numbers.count(decisions.review()) +
			" for review and passed " + Numbers.count(decisions.pass());
	}

	private void table() {
		html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Metrics of all runs");
		html.open("table", "class", "stack runs").open("tr");
		List.of("Category", "Model").forEach(name -> html.element("th", name, "scope", "col"));
		COLUMNS.forEach(name -> html.element("th", name, "scope", "col", "class", "number"));
		html.close();
		evaluation.categories().forEach((category, runs) -> {
			for (int i = 0; i < runs.size(); i++)
				row(runs.get(i), runs, i == 0 ? category : null);
		});
		// of a single run for each model, the mean is what stands above it
		if (evaluation.runs().size() > evaluation.summary().size())
			evaluation.summary().forEach(this::summaryRow);
		html.close().close();
	}

	/** A number and what stands below it in small. */
	private record Cell(String text, boolean isBest, String... notes) {

		static Cell of(final String text) {
			return new Cell(text, false);
		}
	}

	private void row(final ModelRun run, final List<ModelRun> rivals, final String category) {
		final Decisions good = run.report().decisions(false);
		final Decisions defective = run.report().decisions(true);
		html.open("tr");
		if (category != null)
			html.open("th", "scope", "rowgroup", "rowspan", rivals.size() > 1 ? String.valueOf(rivals.size()) : null)
				.element("a", category, "href", "#" + HtmlReport.id(evaluation, category)).close();
		html.element("td", evaluation.label(run.metrics()), "class", "label");
		final String interval = interval(run);
		cells(List.of(metric(run, rivals, Metric.IMAGE_AUROC, interval == null ? new String[0] : new String[]{ interval }),
			metric(run, rivals, Metric.IMAGE_AP), share(good, good.reject()), share(good, good.review()), share(defective, defective.review()),
			share(defective, defective.pass()), metric(run, rivals, Metric.PIXEL_AUROC), metric(run, rivals, Metric.PIXEL_AP),
			metric(run, rivals, Metric.AUPRO_30), Cell.of(Numbers.seconds(run.metric(Metric.SECONDS_PER_IMAGE)))));
	}

	/** The cells of the {@link #COLUMNS}, and the end of their row. */
	private void cells(final List<Cell> cells) {
		for (int i = 0; i < cells.size(); i++) {
			final Cell cell = cells.get(i);
			html.open("td", "class", cell.isBest ? "number best" : "number", "data-label", COLUMNS.get(i)).text(cell.text);
			for (final String note : cell.notes)
				html.element("small", note);
			html.close();
		}
		html.close();
	}

	private static Cell metric(final ModelRun run, final List<ModelRun> rivals, final Metric metric, final String... notes) {
		final double best = rivals.stream().mapToDouble(rival -> rival.metric(metric)).filter(value -> !Double.isNaN(value)).max()
			.orElse(Double.NaN);
		return new Cell(Numbers.metric(run.metric(metric)), rivals.size() > 1 && run.metric(metric) == best, notes);
	}

	private static Cell share(final Decisions decisions, final long part) {
		if (decisions.total() == 0)
			return Cell.of(Numbers.UNDEFINED);
		final Interval interval = decisions.interval(part);
		return new Cell(Numbers.percent((double) part / decisions.total()), false, part + " of " + decisions.total(),
			Numbers.percent(interval.lower()).replace(" %", "") + "\u2013" + Numbers.percent(interval.upper()));
	}

	private void summaryRow(final MetricRow row) {
		html.open("tr", "class", "mean").element("th", row.text(Metric.CATEGORY), "scope", "row").element("td", evaluation.label(row), "class",
			"label");
		final double review = row.number(Metric.MISS_RATE) - row.number(Metric.PASSED_DEFECTS);
		cells(Stream.of(Numbers.metric(row.number(Metric.IMAGE_AUROC)), Numbers.metric(row.number(Metric.IMAGE_AP)),
			Numbers.percent(row.number(Metric.FALSE_ALARM_RATE)), Numbers.percent(row.number(Metric.REVIEW_RATE)), Numbers.percent(review),
			Numbers.percent(row.number(Metric.PASSED_DEFECTS)), Numbers.metric(row.number(Metric.PIXEL_AUROC)),
			Numbers.metric(row.number(Metric.PIXEL_AP)), Numbers.metric(row.number(Metric.AUPRO_30)),
			Numbers.seconds(row.number(Metric.SECONDS_PER_IMAGE))).map(Cell::of).toList());
	}

	/** The bootstrap interval of the image AUROC; null if undefined. */
	static String interval(final ModelRun run) {
		final Optional<Interval> interval = run.report().labelled().intervals(RESAMPLES, LEVEL, SEED).auroc();
		return interval.map(known -> Numbers.metric(known.lower()) + "\u2013" + Numbers.metric(known.upper())).orElse(null);
	}
}
