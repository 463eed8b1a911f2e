package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import javax.xml.parsers.DocumentBuilderFactory;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** Names that would be formulas, markup, escape sequences or options, in every output that names files. */
class HostileNamesTest {

	private static final String MARKUP = "<img src=x onerror=alert(1)>&amp;\"'";
	private static final List<String> NAMES = List.of("=1+1", "+1", "-2", "@SUM(A1)", "\t=3", " =4", "\uff1d5", MARKUP, "a,b\";c",
		"line\nbreak", "\u001b[31mred", "\u202egnp.exe", "] run(\"Quit\") [", "--yes", "$(id)`id`", "gr\u00fcn", "gru\u0308n", "%s%n",
		"\ud83d\ude00", "back\\slash", "a\\..\\..\\..\\up", "C:\\x", "long".repeat(62));

	@TempDir
	static Path shared;

	private static Trained trained;

	@TempDir
	Path folder;

	@BeforeAll
	static void train() {
		trained = new Trained(shared);
	}

	@Test
	void folderOfHostileNames() throws IOException {
		final Path input = Files.createDirectories(folder.resolve("in"));
		for (final String name : NAMES)
			Files.copy(trained.category.resolve("test/good/000.png"), input.resolve(name + ".png"));
		Files.writeString(input.resolve("=damaged.png"), "x");
		Files.writeString(input.resolve("x.\u001b[2J"), "x");
		final Path output = folder.resolve("out");
		final Trained.Listener listener = new Trained.Listener();
		final var outcome = trained.detect(input, output, false, "tables+overlays+rois+heatmaps+masks+labels", listener);
		assertEquals(1, outcome.failed(), Files.readString(outcome.errors()));
		final List<CSVRecord> rows = rows(output.resolve("images.csv"));
		assertEquals(NAMES.size(), rows.size());
		for (final String name : NAMES)
			assertTrue(rows.stream().anyMatch(row -> row.get("image").replaceFirst("^'", "").equals(name + ".png")), name);
		assertEquals("'=damaged.png", rows(output.resolve("errors.csv")).get(0).get("image"));
		for (final String kind : List.of("overlays", "rois", "heatmaps", "masks", "labels"))
			try (Stream<Path> files = Files.list(output.resolve(kind))) {
				assertEquals(NAMES.size(), files.count(), kind);
			}
		assertHarmless(output);
		assertTrue(listener.heard("Not used", "1 without extension"), listener.messages.toString());
	}

	@Test
	void dataSetOfHostileNames() throws Exception {
		final Path root = folder.resolve("<b>data&set");
		final Path category = root.resolve("=cat" + MARKUP);
		for (int i = 0; i < NAMES.size(); i++) {
			final Path kind = Files.createDirectories(category.resolve("test").resolve(NAMES.get(i)));
			Files.copy(trained.category.resolve("test/spot/00" + i % 2 + ".png"), kind.resolve(NAMES.get(i) + ".png"));
		}
		Files.createDirectories(category.resolve("test/good"));
		Files.createDirectories(category.resolve("train/good"));
		Files.copy(trained.category.resolve("test/good/000.png"), category.resolve("test/good/=good.png"));
		Files.writeString(category.resolve("test/good/-damaged.png"), "x");
		final Path output = folder.resolve("out");
		final var outcome = trained.evaluate(root, output, new Trained.Listener());
		assertEquals(1, outcome.failed());
		assertEquals(NAMES.size() + 1, rows(output.resolve("images.csv")).size());
		assertHarmless(output);
		final String report = Files.readString(output.resolve("report.html"));
		assertFalse(report.contains("<img src=x") || report.contains("<b>data"), "names are text");
		assertFalse(report.contains("\u001b"), "HTML knows no control characters");
		final Document document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(output.resolve("report.html").toFile());
		assertEquals(0, document.getElementsByTagName("img").getLength());
		assertTrue(document.getDocumentElement().getTextContent().contains(MARKUP), "and are shown as they are");
		assertFalse(outcome.summary().contains("\u001b"));
	}

	/** No cell of any table begins as a formula does. */
	private static void assertHarmless(final Path output) throws IOException {
		try (Stream<Path> files = Files.walk(output)) {
			for (final Path table : files.filter(path -> path.toString().endsWith(".csv")).toList())
				for (final CSVRecord row : rows(table))
					for (final String cell : row)
						assertTrue(cell.isEmpty() || cell.strip().matches("-?[0-9.]+(E-?[0-9]+)?|-?Infinity") ||
							"=+-@\uff1d\t\r\n".indexOf(cell.strip().charAt(0)) < 0, table + ": " + cell);
		}
	}

	private static List<CSVRecord> rows(final Path table) throws IOException {
		try (CSVParser parser = CSVParser.parse(table, StandardCharsets.UTF_8,
			CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get()))
		{
			return parser.getRecords();
		}
	}
}
