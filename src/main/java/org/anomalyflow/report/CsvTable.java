package org.anomalyflow.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.Messages;
import org.anomalyflow.util.Texts;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes and reads tables as comma-separated UTF-8 text with a header line and {@code \n} line ends (RFC 4180 quoting). Texts
 * that a spreadsheet would take for formulas, such as an image named {@code =1+1.png}, get an apostrophe in front.
 */
public final class CsvTable {

	private CsvTable() {}

	/**
	 * Writes a whole table.
	 *
	 * @param file replaced if it is there
	 * @param columns the header
	 * @param rows values in the order of the columns; null, NaN and empty optionals become empty cells
	 */
	public static void write(final Path file, final List<String> columns, final List<? extends List<?>> rows) {
		AtomicFiles.write(file, temporary -> {
			try (BufferedWriter writer = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8)) {
				print(List.of(columns), writer);
				print(rows, writer);
			}
		});
	}

	/** Rows as lines of a table. */
	static String lines(final List<? extends List<?>> rows) {
		final StringBuilder text = new StringBuilder();
		try {
			print(rows, text);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
		return text.toString();
	}

	private static void print(final List<? extends List<?>> rows, final Appendable to) throws IOException {
		final CSVPrinter printer = new CSVPrinter(to, CSVFormat.RFC4180.builder().setRecordSeparator('\n').get());
		for (final List<?> row : rows)
			printer.printRecord(row.stream().map(CsvTable::text).toList());
	}

	/**
	 * Reads a whole table.
	 *
	 * @return the header and the rows
	 * @throws AnomalyFlowException if it cannot be read
	 */
	static List<List<String>> read(final Path file) {
		try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
			return read(reader);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read " + file + ": " + Messages.reason(e), e);
		}
	}

	/** As {@link #read(Path)}, from text. */
	static List<List<String>> read(final Reader reader) throws IOException {
		final List<List<String>> rows = new ArrayList<>();
		CSVFormat.RFC4180.parse(reader).forEach(row -> rows.add(row.toList()));
		return rows;
	}

	/** A cell's text: the shortest decimal that reads back as the same number. */
	static String text(final Object value) {
		if (value == null)
			return "";
		if (value instanceof OptionalDouble optional)
			return optional.isPresent() ? number(optional.getAsDouble()) : "";
		if (value instanceof Double || value instanceof Float)
			return number(((Number) value).doubleValue());
		return value instanceof Number ? value.toString() : Texts.cell(value.toString());
	}

	private static String number(final double value) {
		if (Double.isNaN(value))
			return "";
		if (value == Math.rint(value) && Math.abs(value) < 1e15)
			return Long.toString((long) value);
		return value == (float) value ? Float.toString((float) value) : Double.toString(value);
	}
}
