package org.anomalyflow.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import javax.xml.parsers.DocumentBuilderFactory;

import org.anomalyflow.report.Evaluation.ModelRun;
import org.anomalyflow.report.RunReport.Line;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class ComparisonReportTest {

	private static final String[] MVTEC = { "carpet", "grid", "leather", "tile", "wood", "bottle", "cable", "capsule", "hazelnut",
		"metal_nut", "pill", "screw", "toothbrush", "transistor", "zipper" };

	@TempDir
	Path folder;

	private static ModelRun run(final String category, final String model, final String backbone, final long seed, final double auroc) {
		final MetricRow metrics = new MetricRow().set(Metric.CATEGORY, category).set(Metric.MODEL, model).set(Metric.BACKBONE, backbone)
			.set(Metric.SEED, String.valueOf(seed)).set(Metric.IMAGE_AUROC, auroc).set(Metric.PIXEL_AUROC, 0.9)
			.set(Metric.TRAIN_SECONDS, 10 * auroc).set(Metric.SECONDS_PER_IMAGE, 0.05).set(Metric.MODEL_BYTES, 3L << 20)
			.set(Metric.PARAMETERS, 1000).set(Metric.IMAGE_SIZE, 256).set(Metric.FALSE_ALARM_RATE, 0.0).set(Metric.EPOCHS, 0);
		return new ModelRun(metrics, new RunReport(category + "/" + model, List.of(), new Line(1, ""), new Line(2, ""), new Line(3, ""), 0, 1,
			List.of(), 8, "cpu", "engine 1", "17", "2026-05-04T10:00:00Z"));
	}

	private Comparison comparison(final String dataset, final List<ModelRun> runs, final List<List<Object>> errors) {
		return new Comparison(folder, folder.resolve(dataset), "original", Map.of("False-alarm rate", "0.01"), List
			.of(new Comparison.Part("resnet18", new Evaluation(folder.resolve("resnet18"), folder.resolve(dataset), runs, List.of(), errors))));
	}

	/** Two categories, two seeds, three detectors. */
	private static List<ModelRun> runs() {
		final List<ModelRun> runs = new ArrayList<>();
		for (final long seed : new long[]{ 1, 2 })
			for (final String category : List.of("a", "b")) {
				runs.add(run(category, "worst", "resnet18", seed, 0.5));
				runs.add(run(category, "best", "resnet18", seed, category.equals("a") ? 1 : 0.9 + seed / 100.0));
				runs.add(run(category, "equal", "resnet18", seed, category.equals("a") ? 1 : 0.8));
			}
		return runs;
	}

	@Test
	void ranksMeansAndIntervals() {
		final ComparisonTable table = new ComparisonTable(comparison("parts", runs(), List.of()));
		assertEquals(List.of("best", "equal", "worst"), table.entrants().stream().map(Entrant::model).toList());
		assertEquals(4, table.cells());
		final Map<String, Object> best = table.rows().get(0);
		assertEquals(1.25, best.get("rank_image_auroc"), "1.5 in a, 1 in b");
		assertEquals((1 + 0.915) / 2, (double) best.get("image_auroc"), 1e-12);
		// the means of the seeds are 0.955 and 0.96: t of one degree of freedom is 12.706; no AUROC is above 1
		assertEquals(0.9575 - 12.7062 * 0.0025, (double) best.get("image_auroc_low"), 1e-5);
		assertEquals(0.9575 + 12.7062 * 0.0025, (double) best.get("image_auroc_high"), 1e-5);
		assertEquals(20, (double) best.get("images_per_second"), 1e-12);
		assertEquals(3.0, best.get("model_mb"));
		assertEquals(0.0, best.get("false_alarm_rate_low"));
		assertNull(best.get("aupro_30"), "undefined stays empty");
		assertNull(best.get("published_image_auroc"), "nobody has published about these parts");
	}

	/** One that failed somewhere takes that category out of the ranking of all. */
	@Test
	void ranksOnlyWhereAllHaveAValue() {
		final List<ModelRun> runs = new ArrayList<>(runs());
		runs.removeIf(run -> run.model().equals("worst") && run.category().equals("b"));
		final ComparisonTable table = new ComparisonTable(comparison("parts", runs, List.of(List.of("b/worst-1", "no memory"))));
		assertEquals(2, table.cells());
		assertEquals(1.5, table.rows().get(0).get("rank_image_auroc"));
		assertTrue(
			ComparisonReport.of(comparison("parts", runs, List.of(List.of("b/worst-1", "no <memory>"))), table).contains("no &lt;memory&gt;"));
	}

	@Test
	void oneSeedHasNoIntervals() {
		final List<ModelRun> runs = runs().stream().filter(run -> run.metrics().text(Metric.SEED).equals("1")).toList();
		final ComparisonTable table = new ComparisonTable(comparison("parts", runs, List.of()));
		assertTrue(table.rows().stream().allMatch(row -> row.keySet().stream().noneMatch(key -> key.endsWith("_low"))));
		assertTrue(ComparisonReport.of(comparison("parts", runs, List.of()), table).contains("With one seed"));
	}

	/** Only what agrees in data set, categories, detector, backbone and, where it was told, image size. */
	@Test
	void publishedNumbersStandWhereEverythingAgrees() {
		final List<ModelRun> all = new ArrayList<>();
		for (final String category : MVTEC)
			for (final String backbone : List.of("resnet18", "wide-resnet-50-2"))
				for (final String model : List.of("patchcore", "spade", "danflow", "memseg"))
					all.add(run(category, model, backbone, 1, 0.9));
		final ComparisonTable table = new ComparisonTable(comparison("mvtec_anomaly_detection", all, List.of()));
		assertEquals(0.981, (double) published(table, "patchcore", "wide-resnet-50-2", "pixel_auroc"), 2e-3, "mean of the paper's categories");
		assertEquals(0.98, published(table, "patchcore", "wide-resnet-50-2", "image_auroc"), "anomalib's");
		assertEquals(0.976, published(table, "patchcore", "resnet18", "pixel_auroc"));
		assertEquals(0.854, published(table, "spade", "wide-resnet-50-2", "image_auroc"));
		assertNull(published(table, "spade", "resnet18", "image_auroc"));
		assertEquals(0.9822, published(table, "danflow", "resnet18", "pixel_auroc"));
		assertNull(published(table, "danflow", "wide-resnet-50-2", "pixel_auroc"));
		assertEquals(0.9884, (double) published(table, "memseg", "resnet18", "pixel_auroc"), 1e-3, "the paper's");
		assertEquals(0.974, published(table, "memseg", "resnet18", "image_auroc"), "the public code's");
		assertNull(published(table, "memseg", "wide-resnet-50-2", "pixel_auroc"));
		final String markup = ComparisonReport.of(comparison("mvtec_anomaly_detection", all, List.of()), table);
		assertTrue(markup.contains("Published only: no public code reproduces these numbers."));
		assertTrue(markup.contains("Image AUROC, published") && markup.contains("byungjae89/SPADE-pytorch"));
		final List<ModelRun> other = all.stream()
			.map(run -> new ModelRun(new MetricRow(run.metrics()).set(Metric.IMAGE_SIZE, 224), run.report())).toList();
		final ComparisonTable smaller = new ComparisonTable(comparison("mvtec_anomaly_detection", other, List.of()));
		assertNull(published(smaller, "patchcore", "resnet18", "pixel_auroc"), "anomalib's are of 256 px");
		final List<ModelRun> few = all.stream().filter(run -> Arrays.asList(MVTEC).indexOf(run.category()) < 2).toList();
		final ComparisonTable two = new ComparisonTable(comparison("mvtec_anomaly_detection", few, List.of()));
		assertNull(published(two, "spade", "wide-resnet-50-2", "image_auroc"), "a mean over 15 categories");
		assertEquals((0.99 + 0.987) / 2, (double) published(two, "patchcore", "wide-resnet-50-2", "pixel_auroc"), 1e-9, "carpet and grid");
	}

	private static Object published(final ComparisonTable table, final String model, final String backbone, final String metric) {
		return table.rows().stream().filter(row -> row.get("model").equals(model) && row.get("backbone").equals(backbone)).findFirst()
			.orElseThrow().get("published_" + metric);
	}

	@Test
	void everyPublishedNumberHasASource() {
		for (final String name : List.of("published_means", "published"))
			PublishedNumbers.rows(name).forEach(row -> assertTrue(PublishedDetectors.source(row.get(row.size() - 1)) != null, row.toString()));
	}

	@Test
	void theReportIsWellFormedAndItsLinksLead() throws Exception {
		final Comparison comparison = comparison("parts <1>", runs(), List.of(List.of("a/x", "failed")));
		final String markup = ComparisonReport.of(comparison, new ComparisonTable(comparison));
		assertFalse(markup.contains("NaN"));
		final Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(markup)));
		final Set<String> ids = new HashSet<>();
		final NodeList all = document.getElementsByTagName("*");
		for (int i = 0; i < all.getLength(); i++)
			if (((Element) all.item(i)).hasAttribute("id"))
				assertTrue(ids.add(((Element) all.item(i)).getAttribute("id")));
		int links = 0;
		for (int i = 0; i < all.getLength(); i++) {
			final String target = ((Element) all.item(i)).getAttribute("href");
			assertTrue(target.isEmpty() || target.equals("resnet18/report.html") || ids.contains(target.substring(1)), target);
			links += target.isEmpty() ? 0 : 1;
		}
		assertTrue(links > 6);
		final NodeList charts = document.getElementsByTagName("svg");
		assertEquals(4, charts.getLength());
		for (int i = 0; i < 4; i++)
			assertEquals(3, ((Element) charts.item(i)).getElementsByTagName("circle").getLength());
	}

	@Test
	void theTableIsWritten() throws Exception {
		final Comparison comparison = comparison("parts", runs(), List.of());
		final Path file = new ComparisonTable(comparison).write();
		final List<String> lines = Files.readAllLines(file);
		assertEquals(4, lines.size());
		assertEquals(ComparisonTable.columns().size(), lines.get(0).split(",", -1).length);
		assertTrue(lines.get(1).startsWith("best,resnet18,2,2,1.25,"), lines.get(1));
	}

	/** Nothing measured is still a report. */
	@Test
	void failuresAloneAreReported() {
		final Comparison comparison = comparison("parts", List.of(), List.of(List.of("a/x-1", "no images")));
		assertTrue(ComparisonReport.of(comparison, new ComparisonTable(comparison)).contains("no images"));
	}
}
