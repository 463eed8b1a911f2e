package org.anomalyflow.roi;

import java.util.List;

import ij.measure.ResultsTable;

/** Makes ImageJ results tables, which are not shown. */
public final class ResultTables {

	/** Title of the table with one row per judged slice. */
	public static final String IMAGES_TITLE = "Anomaly images";

	/** Title of the table with one row per region. */
	public static final String REGIONS_TITLE = "Anomaly regions";

	private static final int DECIMALS = 4;

	private ResultTables() {}

	/** The table {@value #IMAGES_TITLE}. */
	public static ResultsTable images(final List<ImageRow> rows) {
		final ResultsTable table = empty(IMAGES_TITLE);
		for (final ImageRow row : rows)
			add(table, ImageRow.COLUMNS, row.values());
		return table;
	}

	/** The table {@value #REGIONS_TITLE}. */
	public static ResultsTable regions(final List<RegionRow> rows) {
		final ResultsTable table = empty(REGIONS_TITLE);
		for (final RegionRow row : rows)
			add(table, RegionRow.COLUMNS, row.values());
		return table;
	}

	private static ResultsTable empty(final String title) {
		final ResultsTable table = new ResultsTable();
		table.setTitle(title);
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
				table.addValue(columns.get(i), String.valueOf(value));
		}
	}
}
