package org.anomalyflow.roi;

import java.util.List;

import ij.measure.ResultsTable;

/** Makes ImageJ results tables; a host shows them under the titles given here. */
public final class ResultTables {

	/** Title of the table with one row per judged slice. */
	public static final String IMAGES_TITLE = "Anomaly images";

	/** Title of the table with one row per region. */
	public static final String REGIONS_TITLE = "Anomaly regions";

	private static final int DECIMALS = 4;

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
