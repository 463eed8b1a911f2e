package org.anomalyflow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.anomalyflow.util.Texts;

/** Lays out a table as text for a terminal or log window. */
public final class TextTable {

	private static final String GAP = "  ";

	private TextTable() {}

	/**
	 * One line per row below a header, columns aligned.
	 *
	 * @param columns which values to show; columns that no row has are left out
	 * @param rows values by column; fractions are shown with four digits, missing values as a dash
	 */
	public static String of(final List<String> columns, final List<Map<String, Object>> rows) {
		final List<String> shown = columns.stream().filter(column -> rows.stream().anyMatch(row -> row.get(column) != null)).toList();
		final List<List<String>> lines = new ArrayList<>();
		lines.add(shown);
		rows.forEach(row -> lines.add(shown.stream().map(column -> cell(row.get(column))).toList()));
		final int[] widths = new int[shown.size()];
		for (final List<String> line : lines)
			for (int i = 0; i < widths.length; i++)
				widths[i] = Math.max(widths[i], line.get(i).length());
		final StringBuilder text = new StringBuilder();
		for (final List<String> line : lines) {
			for (int i = 0; i < widths.length; i++)
				text.append(i == 0 ? "" : GAP).append(String.format("%-" + widths[i] + "s", line.get(i)));
			text.append(System.lineSeparator());
		}
		return text.toString();
	}

	private static String cell(final Object value) {
		if (value == null)
			return "-";
		return value instanceof Double || value instanceof Float ? String.format(Locale.ROOT, "%.4f", value) : Texts.oneLine(value.toString());
	}
}
