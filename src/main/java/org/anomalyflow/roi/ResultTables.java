package org.anomalyflow.roi;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import ij.measure.ResultsTable;

import org.anomalyflow.util.Texts;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** Makes ImageJ results tables; a host shows them under the titles given here. */
public final class ResultTables {

	/** Title of the table with one row per judged slice. */
	public static final String IMAGES_TITLE = "Anomaly images";

	/** Title of the table with one row per region. */
	public static final String REGIONS_TITLE = "Anomaly regions";

	private static final int DECIMALS = 4;

	private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9.]+(E[+-]?[0-9]+)?|-Infinity");

	private ResultTables() {}

	/** The table to show as {@value #IMAGES_TITLE}. */
	public static ResultsTable images(final List<ImageRow> rows) {
		final ResultsTable table = empty();
		for (final ImageRow row : rows)
			add(table, ImageRow.COLUMNS, row.values());
		return table;
	}

	/** The table to show as {@value #REGIONS_TITLE}. */
	public static ResultsTable regions(final List<RegionRow> rows) {
		final ResultsTable table = empty();
		for (final RegionRow row : rows)
			add(table, RegionRow.COLUMNS, row.values());
		return table;
	}

	/** A table as comma-separated text; what a spreadsheet would take for a formula gets an apostrophe in front. */
	public static String csv(final ResultsTable table) {
		final StringBuilder text = new StringBuilder();
		try {
			final CSVPrinter csv = new CSVPrinter(text, CSVFormat.DEFAULT);
			csv.printRecord((Object[]) table.getHeadings());
			for (int row = 0; row < table.size(); row++) {
				final List<String> values = new ArrayList<>();
				for (final String column : table.getHeadings()) {
					final String value = table.getStringValue(column, row);
					values.add(NUMBER.matcher(value).matches() ? value : Texts.cell(value));
				}
				csv.printRecord(values);
			}
			return text.toString();
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	private static ResultsTable empty() {
		final ResultsTable table = new ResultsTable();
		table.setPrecision(DECIMALS);
		return table;
	}

	private static void add(final ResultsTable table, final List<String> columns, final List<Object> values) {
		table.addRow();
		for (int i = 0; i < columns.size(); i++) {
			final Object value = values.get(i);
			if (value instanceof Number)
				table.addValue(columns.get(i), ((Number) value).doubleValue());
			else
				table.addValue(columns.get(i), value == null ? "" : value.toString());
		}
	}
}
