package org.anomalyflow.report;

import java.util.Comparator;
import java.util.List;

import org.anomalyflow.metric.Confusion;
import org.anomalyflow.metric.Curve;
import org.anomalyflow.report.Evaluation.ModelRun;

/** What one category's runs achieved: curves of all runs together, then each run by itself. */
final class CategorySection {

	private static final String FALSE_ALARMS = "false-alarm rate";

	/** The range of AUPRO, and the stricter one inside it. */
	private static final double PRO_LIMIT = 0.3;
	private static final double STRICT_PRO_LIMIT = 0.05;

	private final Html html;
	private final Evaluation evaluation;
	private final String id;
	private final List<ModelRun> runs;

	CategorySection(final Html html, final Evaluation evaluation, final String id, final List<ModelRun> runs) {
		this.html = html;
		this.evaluation = evaluation;
		this.id = id;
		this.runs = runs;
	}

	void write() {
		final MetricRow metrics = runs.get(0).metrics();
		html
			.open("section", "id", id).open("details", "open", "open").open("summary").element("h2", runs.get(0).category()).element("span",
				Numbers.many(count(metrics, Metric.N_GOOD), "good image") + ", " + count(metrics, Metric.N_DEFECT) + " defective", "class", "aside")
			.close();
		for (int i = 0; i < runs.size(); i++)
			run(runs.get(i), i);
		html.element("h3", runs.size() == 1 ? "Curves" : "Curves of all models");
		if (runs.size() > 1)
			legend();
		html.open("div", "class", "charts");
		imageCharts();
		pixelCharts();
		html.close();
		html.element("p", "A dot marks the model\u2019s own threshold. Point at a line to read its values.", "class", "small");
		html.close().close();
	}

	private static long count(final MetricRow metrics, final Metric metric) {
		return metrics.has(metric) ? (long) metrics.number(metric) : 0;
	}

	private void run(final ModelRun run, final int index) {
		html.open("article", "class", "run").open("h3").element("span", "", "class", "swatch s" + index % SvgChart.STYLES)
			.text(evaluation.label(run.metrics())).close();
		html.element("p", "The model " + SummarySection.sentence(run.report().decisions(true), run.report().decisions(false)));
		html.open("div", "class", "lead");
		new SvgHistogram(run.report()).write(html, "Scores of good and defective images");
		html.open("div");
		tiles(run);
		thresholds(run.report());
		html.close().close();
		decisions(run.report());
		new TellingSection(html, evaluation, run.report(), id + "-" + index).write();
		html.close();
	}

	private void tiles(final ModelRun run) {
		html.open("dl", "class", "tiles");
		tile("Image AUROC", Numbers.metric(run.metric(Metric.IMAGE_AUROC)), SummarySection.interval(run));
		tile("Image AP", Numbers.metric(run.metric(Metric.IMAGE_AP)), null);
		tile("F1 at the threshold", Numbers.metric(run.metric(Metric.IMAGE_F1)),
			"oracle F1-max " + Numbers.metric(run.metric(Metric.IMAGE_F1_MAX)));
		tile("False alarms", Numbers.percent(run.metric(Metric.FALSE_ALARM_RATE)),
			"for review: " + Numbers.percent(run.metric(Metric.REVIEW_RATE)));
		tile("Defects not rejected", Numbers.percent(run.metric(Metric.MISS_RATE)),
			"passed: " + Numbers.percent(run.metric(Metric.PASSED_DEFECTS)));
		tile("Pixel AUROC", Numbers.metric(run.metric(Metric.PIXEL_AUROC)), null);
		tile("Pixel AP", Numbers.metric(run.metric(Metric.PIXEL_AP)), null);
		tile("Pixel F1 at the threshold", Numbers.metric(run.metric(Metric.PIXEL_F1)),
			"oracle F1-max " + Numbers.metric(run.metric(Metric.PIXEL_F1_MAX)));
		tile("AUPRO 0.3", Numbers.metric(run.metric(Metric.AUPRO_30)), "AUPRO 0.05: " + Numbers.metric(run.metric(Metric.AUPRO_05)));
		html.close();
	}

	private void tile(final String name, final String value, final String note) {
		html.open("div").element("dt", name).open("dd").text(value);
		if (note != null)
			html.element("small", note);
		html.close().close();
	}

	/** Pass, review and reject for good images and each class of defect. */
	private void decisions(final RunReport report) {
		html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", "Decisions by class")
			.open("table", "class", "decisions").open("tr").element("th", "Class", "scope", "col");
		List.of("Images", "Pass", "Review", "Reject").forEach(name -> html.element("th", name, "scope", "col", "class", "number"));
		html.close();
		report.images().stream().map(RunReport.Scored::defect).distinct()
			.sorted(Comparator
				.comparing((final String name) -> report.images().stream().anyMatch(image -> image.defect().equals(name) && image.defective()))
				.thenComparing(Comparator.naturalOrder()))
			.forEach(name -> decisions(name, Decisions.of(report.images(), image -> image.defect().equals(name))));
		html.close().close();
	}

	private void decisions(final String name, final Decisions decisions) {
		html.open("tr").element("th", name, "scope", "row").element("td", Numbers.count(decisions.total()), "class", "number");
		for (final long part : new long[]{ decisions.pass(), decisions.review(), decisions.reject() })
			html.element("td", Numbers.count(part), "class", "number");
		html.close();
	}

	private void thresholds(final RunReport report) {
		html.open("ul", "class", "thresholds");
		threshold("Review", report.reviewFrom());
		threshold("Reject", report.imageThreshold());
		threshold("Pixels", report.pixelThreshold());
		html.close();
	}

	private void threshold(final String name, final RunReport.Line line) {
		html.open("li").element("strong", name + ": ").text(line.sentence()).close();
	}

	private void legend() {
		html.open("p", "class", "legend");
		for (int i = 0; i < runs.size(); i++)
			html.element("span", evaluation.label(runs.get(i).metrics()), "class", "key line-key s" + i % SvgChart.STYLES).text(" ");
		html.close();
	}

	private void imageCharts() {
		final SvgChart roc = new SvgChart("Image ROC", FALSE_ALARMS, "defects found").withDiagonal();
		final SvgChart pr = new SvgChart("Image precision and recall", "recall (defects found)", "precision").stepped();
		for (int i = 0; i < runs.size(); i++) {
			final ModelRun run = runs.get(i);
			final Confusion counts = SummarySection.confusion(run);
			final double found = counts.recall().orElse(Double.NaN);
			roc.add(line(i, "image_roc", "AUROC", Metric.IMAGE_AUROC, counts.falseAlarmRate().orElse(Double.NaN), found));
			pr.add(line(i, "image_pr", "AP", Metric.IMAGE_AP, found, counts.precision().orElse(Double.NaN)));
		}
		roc.write(html);
		pr.write(html);
	}

	private void pixelCharts() {
		final SvgChart roc = new SvgChart("Pixel ROC", FALSE_ALARMS, "defect pixels found").withDiagonal();
		final SvgChart pr = new SvgChart("Pixel precision and recall", "recall (defect pixels found)", "precision").stepped();
		final SvgChart pro = new SvgChart("Per-region overlap", FALSE_ALARMS + " (pixels)", "mean overlap").limited(PRO_LIMIT,
			STRICT_PRO_LIMIT);
		for (int i = 0; i < runs.size(); i++) {
			roc.add(line(i, "pixel_roc", "AUROC", Metric.PIXEL_AUROC, Double.NaN, Double.NaN));
			pr.add(line(i, "pixel_pr", "AP", Metric.PIXEL_AP, Double.NaN, Double.NaN));
			pro.add(line(i, "pixel_pro", "AUPRO 0.3", Metric.AUPRO_30, Double.NaN, Double.NaN));
		}
		roc.write(html);
		pr.write(html);
		pro.write(html);
	}

	private SvgChart.Line line(final int index, final String table, final String measure, final Metric metric, final double dotX,
		final double dotY)
	{
		final ModelRun run = runs.get(index);
		final Curve curve = CurveTable.read(evaluation.curves(run), table);
		return new SvgChart.Line(evaluation.label(run.metrics()) + ": " + measure + " " + Numbers.metric(run.metric(metric)), index, curve,
			dotX, dotY);
	}
}
