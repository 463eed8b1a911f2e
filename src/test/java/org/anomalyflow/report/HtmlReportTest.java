package org.anomalyflow.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.xml.parsers.DocumentBuilderFactory;

import com.google.gson.Gson;

import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.metric.LabelledScores;
import org.anomalyflow.report.Evaluation.ModelRun;
import org.anomalyflow.report.RunReport.Line;
import org.anomalyflow.report.RunReport.Scored;
import org.anomalyflow.threshold.DisplayRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {

	private static final String NASTY = "a<b>&\"c'";

	@TempDir
	Path folder;

	@Test
	void isWellFormedAndItsLinksLead() throws Exception {
		final Document document = parse(HtmlReport.of(evaluation("sample", "metal", "print")));
		final Set<String> ids = new HashSet<>();
		final List<String> links = new ArrayList<>();
		final NodeList all = document.getElementsByTagName("*");
		for (int i = 0; i < all.getLength(); i++) {
			final Element element = (Element) all.item(i);
			if (element.hasAttribute("id"))
				assertTrue(ids.add(element.getAttribute("id")), "twice: " + element.getAttribute("id"));
			if (element.getAttribute("href").startsWith("#"))
				links.add(element.getAttribute("href").substring(1));
		}
		assertTrue(links.size() > 6);
		links.forEach(link -> assertTrue(ids.contains(link), link + " leads nowhere"));
		assertEquals(0, document.getElementsByTagName("script").getLength());
		assertEquals(2, count(document, "article"));
	}

	@Test
	void loadsNothingFromOutside() throws Exception {
		final NodeList all = parse(HtmlReport.of(evaluation("sample", "metal"))).getElementsByTagName("*");
		for (int i = 0; i < all.getLength(); i++)
			for (final String name : List.of("href", "src")) {
				final String value = ((Element) all.item(i)).getAttribute(name);
				assertTrue(value.isEmpty() || value.startsWith("#") || value.startsWith("data:image/"), value);
			}
	}

	@Test
	void everyPlotHasTitleAndDescription() throws Exception {
		final Document document = parse(HtmlReport.of(evaluation("sample", "metal")));
		final NodeList all = document.getElementsByTagName("svg");
		assertEquals(3 + 2 * 4, all.getLength(), "histogram, two curves, four panels of a miss and of a false alarm");
		for (int i = 0; i < all.getLength(); i++) {
			final Element svg = (Element) all.item(i);
			assertEquals("img", svg.getAttribute("role"));
			assertEquals("title", svg.getFirstChild().getNodeName());
			assertTrue(svg.hasAttribute("aria-label") || svg.getElementsByTagName("desc").getLength() == 1);
		}
	}

	@Test
	void namesAreEscaped() throws Exception {
		final String markup = HtmlReport.of(evaluation("sample", NASTY));
		assertFalse(markup.contains(NASTY));
		assertTrue(parse(markup).getElementsByTagName("nav").item(0).getTextContent().contains(NASTY));
	}

	@Test
	void undefinedMetricsAreDashes() throws Exception {
		final Evaluation evaluation = evaluation("sample", "metal");
		assertTrue(evaluation.runs().get(0).metrics().has(Metric.PIXEL_AUROC) && !evaluation.runs().get(0).metrics().has(Metric.PIXEL_AP));
		final String markup = HtmlReport.of(evaluation);
		assertFalse(markup.contains("NaN"));
		assertTrue(parse(markup).getElementsByTagName("table").item(0).getTextContent().contains(Numbers.UNDEFINED));
	}

	@Test
	void headTellsDataAndDay() throws Exception {
		final Evaluation evaluation = evaluation("sample", "metal");
		final String head = parse(HtmlReport.of(evaluation)).getElementsByTagName("header").item(0).getTextContent();
		assertTrue(head.contains("measured 2026-05-04") && head.contains(evaluation.dataset().toAbsolutePath().toString()), head);
	}

	/** On a narrow screen a row is a block, in which each number needs its name. */
	@Test
	void everyNumberOfTheSummaryHasItsName() throws Exception {
		final Document document = parse(HtmlReport.of(evaluation("sample", "metal", "print")));
		final NodeList cells = ((Element) document.getElementsByTagName("table").item(0)).getElementsByTagName("td");
		for (int i = 0; i < cells.getLength(); i++)
			assertTrue(((Element) cells.item(i)).getAttribute("class").equals("label") || ((Element) cells.item(i)).hasAttribute("data-label"));
		assertTrue(cells.getLength() > 20);
	}

	@Test
	void aTestSetOfGoodImagesOnlyHasNoRankings() throws Exception {
		final Evaluation all = evaluation("sample", "metal");
		final RunReport report = all.runs().get(0).report();
		final RunReport goods = new RunReport(report.name(), report.images().stream().filter(image -> !image.defective()).toList(),
			report.reviewFrom(), report.imageThreshold(), report.pixelThreshold(), 0, 1, List.of(), 8, "cpu", "e", "17", null);
		final String markup = HtmlReport.of(new Evaluation(folder, Path.of("elsewhere"),
			List.of(new ModelRun(new MetricRow().set(Metric.CATEGORY, "metal").set(Metric.MODEL, "cs-flow"), goods)), List.of(), List.of()));
		parse(markup);
		assertTrue(markup.contains("was shown no defective image"));
		assertFalse(markup.contains("NaN"));
	}

	@Test
	void failuresAreReportedEvenAlone() throws Exception {
		final String markup = HtmlReport
			.of(new Evaluation(folder, folder, List.of(), List.of(), List.of(List.of("print/danflow-42", "no <images>"))));
		final Document document = parse(markup);
		assertTrue(document.getElementsByTagName("main").item(0).getTextContent().contains("no <images>"));
	}

	@Test
	void theSameEvaluationGivesTheSameBytesAlsoFromItsJournal() throws Exception {
		final Evaluation evaluation = evaluation("sample", "metal");
		final Path first = HtmlReport.write(evaluation);
		final byte[] bytes = Files.readAllBytes(first);
		final Gson gson = new Gson();
		final List<ModelRun> again = evaluation.runs().stream()
			.map(run -> new ModelRun(gson.fromJson(gson.toJson(run.metrics()), MetricRow.class),
				gson.fromJson(gson.toJson(run.report()), RunReport.class)))
			.toList();
		HtmlReport.write(new Evaluation(folder, evaluation.dataset(), again, evaluation.summary(), evaluation.errors()));
		assertEquals(new String(bytes), Files.readString(first));
	}

	@Test
	void lostPicturesAreSaidToBeLost() throws Exception {
		final Evaluation evaluation = evaluation("sample", "metal");
		Files.delete(Evaluation.parts(folder, "metal/cs-flow-42").resolve("miss-1-image.jpg"));
		assertTrue(HtmlReport.of(evaluation).contains("no longer in report-parts"));
	}

	@Test
	void publishedNumbersStandBesideKnownDataSetsOnly() throws Exception {
		final String markup = HtmlReport.of(evaluation("mvtec_anomaly_detection", "carpet", "grid"));
		final Element section = (Element) ((Element) parse(markup).getElementsByTagName("main").item(0)).getElementsByTagName("section")
			.item(1);
		assertEquals("published", section.getAttribute("id"));
		assertTrue(section.getTextContent().contains("PatchCore"));
		// anomalib, CS-Flow at 768 px: carpet 1, grid 0.989, so their mean is 0.9945
		assertTrue(section.getTextContent().contains("0.989"));
		assertTrue(section.getTextContent().contains(Numbers.metric((1 + 0.989) / 2)));
		assertFalse(HtmlReport.of(evaluation("my-mvtec-like-data", "carpet")).contains("PatchCore"));
	}

	@Test
	void wholeDataSetNumbersSuitASingleCategory() {
		final PublishedNumbers numbers = PublishedNumbers.of(Path.of("data/KolektorSDD2")).orElseThrow();
		assertEquals(0.9922, numbers.mean(List.of("KolektorSDD2"), "DANFlow", "pixel_auroc").orElseThrow(), 0);
		assertEquals(Optional.empty(), PublishedNumbers.of(Path.of("data/parts")));
	}

	private Evaluation evaluation(final String dataset, final String... categories) {
		final List<ModelRun> runs = new ArrayList<>();
		for (final String category : categories)
			runs.add(run(category));
		return new Evaluation(folder, folder.resolve(dataset), runs,
			List.of(new MetricRow().set(Metric.CATEGORY, "mean").set(Metric.MODEL, "cs-flow")), List.of());
	}

	private ModelRun run(final String category) {
		final String name = category.equals(NASTY) ? "nasty/cs-flow-42" : category + "/cs-flow-42";
		final List<Scored> images = List.of(new Scored("good/0.png", "good", false, 1, "pass"),
			new Scored("good/1.png", "good", false, 4, "reject"), new Scored(category + "/0.png", "scratch", true, 2, "pass"));
		final TellingImages telling = new TellingImages(new DisplayRange(0, 1));
		final float[] plane = new float[100];
		images.forEach(image -> telling.offer(image, PlanarImage.of("x", 10, 10, 8, plane), plane, new boolean[100], Optional::empty));
		final MetricRow metrics = new MetricRow().set(Metric.CATEGORY, category).set(Metric.MODEL, "cs-flow").set(Metric.SEED, "42")
			.set(Metric.IMAGE_AUROC, 0.5).set(Metric.PIXEL_AUROC, 0.9).set(Metric.AUPRO_30, 0.8).set(Metric.SECONDS_PER_IMAGE, 0.02)
			.set(Metric.N_GOOD, 2).set(Metric.N_DEFECT, 1);
		CurveTable.write(folder.resolve("curves").resolve(name),
			LabelledScores.of(new float[]{ 1, 4, 2 }, new boolean[]{ false, false, true }).curves(), null);
		return new ModelRun(metrics, new RunReport(name, images, new Line(2.5f, "Review."), new Line(3, "Reject."), new Line(0.5f, "Pixels."),
			0, 1, telling.write(Evaluation.parts(folder, name)), 8, "cpu, float32", "engine", "17", "2026-05-04T23:59:59Z"));
	}

	private static int count(final Document document, final String tag) {
		return document.getElementsByTagName(tag).getLength();
	}

	private static Document parse(final String markup) throws Exception {
		return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(markup)));
	}
}
