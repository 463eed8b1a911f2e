package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.anomalyflow.util.Digests;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Compares output folders file by file and byte by byte, without what measures the machine. */
final class SameResults {

	/** Columns that measure the machine, not the model. */
	static final Set<String> MEASURED = Set.of("train_seconds", "seconds_per_image", "seconds", "peak_memory_mb");

	private SameResults() {}

	/** Asserts that all files are there and the same; hidden ones, models and reports, which name times, need only be there. */
	static void assertSame(final Path expected, final Path found) throws IOException {
		assertEquals(files(expected), files(found));
	}

	/** All files by relative path, each as a text that is equal for equal content. */
	static Map<String, String> files(final Path output) throws IOException {
		final Map<String, String> contents = new TreeMap<>();
		try (Stream<Path> files = Files.walk(output)) {
			for (final Path file : files.filter(Files::isRegularFile).toList()) {
				final String name = output.relativize(file).toString();
				if (!name.startsWith("."))
					contents.put(name, content(file));
			}
		}
		return contents;
	}

	private static String content(final Path file) throws IOException {
		if (file.toString().endsWith(".csv"))
			return withoutMeasured(file);
		return file.toString().endsWith(".html") || file.toString().endsWith(".aflow") ? "" : Digests.sha256(file);
	}

	/** A table with every cell quoted, those that measure emptied. */
	static String withoutMeasured(final Path file) throws IOException {
		final StringBuilder text = new StringBuilder();
		try (CSVParser parser = CSVParser.parse(file, StandardCharsets.UTF_8, CSVFormat.RFC4180.builder().setHeader().get())) {
			text.append(parser.getHeaderNames()).append('\n');
			for (final CSVRecord record : parser) {
				record.toMap().forEach((column, cell) -> text.append('"').append(MEASURED.contains(column) ? "" : cell).append("\","));
				text.append('\n');
			}
		}
		return text.toString();
	}
}
