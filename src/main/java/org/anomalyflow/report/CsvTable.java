package org.anomalyflow.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.Messages;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Writes and reads tables as comma-separated UTF-8 text with a header line and {@code \n} line ends (RFC 4180 quoting). */
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
			try (BufferedWriter writer = Files.newBufferedWriter(temporary, StandardCharsets.UTF_8);
					CSVPrinter printer = new CSVPrinter(writer, CSVFormat.RFC4180.builder().setRecordSeparator('\n').get()))
			{
				printer.printRecord(columns);
				for (final List<?> row : rows)
					printer.printRecord(row.stream().map(CsvTable::text).toList());
			}
		});
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
		return value.toString();
	}

	private static String number(final double value) {
		if (Double.isNaN(value))
			return "";
		if (value == Math.rint(value) && Math.abs(value) < 1e15)
			return Long.toString((long) value);
		return value == (float) value ? Float.toString((float) value) : Double.toString(value);
	}
}
