package org.anomalyflow.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A table of a comparison, one row for each detector on each backbone; narrow screens show a row as a block. */
final class ComparisonColumns {

	private record Column(String title, String key, Function<Object, String> format, boolean published) {}

	private final Html html;
	private final ComparisonTable table;
	private final String title;
	private final List<Column> columns = new ArrayList<>();

	ComparisonColumns(final Html html, final ComparisonTable table, final String title) {
		this.html = html;
		this.table = table;
		this.title = title;
	}

	/** Adds a measured column, of which the best is bold. */
	void add(final String name, final String key, final Function<Object, String> format) {
		columns.add(new Column(name, key, format, false));
	}

	/** Adds a published metric. */
	void addPublished(final String name, final String key) {
		columns.add(new Column(name, key, Numbers::metric, true));
	}

	void write() {
		html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", title).open("table", "class", "stack").open("tr")
			.element("th", "Detector, backbone", "scope", "col");
		columns.forEach(column -> html.element("th", column.title, "scope", "col", "class", column.published ? "number ours" : "number"));
		html.close();
		for (final Entrant entrant : table.entrants()) {
			html.open("tr");
			name(html, table, entrant);
			columns.forEach(column -> cell(table.row(entrant), column));
			html.close();
		}
		html.close().close();
	}

	/** The head of a row: the number that the charts have, detector and backbone. */
	static void name(final Html html, final ComparisonTable table, final Entrant entrant) {
		html.open("th", "scope", "row", "class", "entrant").text(table.entrants().indexOf(entrant) + 1 + " " + entrant.model())
			.element("small", entrant.backbone()).close();
	}

	private void cell(final Map<String, Object> row, final Column column) {
		final Object value = row.get(column.key);
		final boolean isBest = !column.published && table.entrants().size() > 1 && Numbers.defined(value) &&
			Numbers.number(value) == best(column.key);
		html.open("td", "class", "number" + (column.published ? " ours" : "") + (isBest ? " best" : ""), "data-label", column.title)
			.text(Numbers.defined(value) ? column.format.apply(value) : Numbers.UNDEFINED);
		if (row.containsKey(column.key + "_low"))
			html.element("small",
				column.format.apply(row.get(column.key + "_low")) + "\u2013" + column.format.apply(row.get(column.key + "_high")));
		html.close();
	}

	private double best(final String key) {
		return table.rows().stream().map(row -> row.get(key)).filter(Numbers::defined).mapToDouble(Numbers::number)
			.reduce(ComparisonTable.isMoreBetter(key) ? Math::max : Math::min).orElse(Double.NaN);
	}
}
