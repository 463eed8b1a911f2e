package org.anomalyflow.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

import org.anomalyflow.util.Texts;

/** Lays out a table as text for a terminal or log window. */
public final class TextTable {

	private static final String GAP = "  ";

	private TextTable() {}

	/**
	 * One line per row below a header, columns aligned.
	 *
	 * @param columns which values to show; columns that no row has are left out
	 * @param rows a value for each column; fractions are shown with four digits, missing values as a dash
	 */
	public static String of(final List<String> columns, final List<List<Object>> rows) {
		final int[] shown = IntStream.range(0, columns.size()).filter(i -> rows.stream().anyMatch(row -> row.get(i) != null)).toArray();
		final List<List<String>> lines = new ArrayList<>();
		lines.add(Arrays.stream(shown).mapToObj(columns::get).toList());
		rows.forEach(row -> lines.add(Arrays.stream(shown).mapToObj(i -> cell(row.get(i))).toList()));
		final int[] widths = new int[shown.length];
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
