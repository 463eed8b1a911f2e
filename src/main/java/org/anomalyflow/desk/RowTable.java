package org.anomalyflow.desk;

import java.awt.Dimension;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

import javax.swing.JComponent;
import javax.swing.JScrollPane;
import javax.swing.JTable;
import javax.swing.ListSelectionModel;
import javax.swing.table.DefaultTableModel;

/** A table of which one row can be selected. */
final class RowTable {

	private final DefaultTableModel model;
	private final JTable table;
	private final JScrollPane pane;
	private boolean filling;

	/**
	 * @param columns their names
	 * @param selected told the index of the row that the user selects
	 */
	RowTable(final List<String> columns, final IntConsumer selected) {
		model = new DefaultTableModel(columns.toArray(), 0) {

			private static final long serialVersionUID = 1L;

			@Override
			public boolean isCellEditable(final int row, final int column) {
				return false;
			}
		};
		table = new JTable(model);
		table.setSelectionMode(ListSelectionModel.SINGLE_SELECTION);
		table.getSelectionModel().addListSelectionListener(event -> {
			if (!filling && !event.getValueIsAdjusting() && table.getSelectedRow() >= 0)
				selected.accept(table.getSelectedRow());
		});
		pane = new JScrollPane(table);
		pane.setPreferredSize(new Dimension(600, 110));
	}

	JComponent pane() {
		return pane;
	}

	/** Replaces all rows. */
	void fill(final List<List<Object>> rows) {
		filling = true;
		model.setRowCount(0);
		rows.forEach(row -> model.addRow(row.stream().map(RowTable::text).toArray()));
		filling = false;
	}

	private static Object text(final Object value) {
		return value instanceof Double || value instanceof Float ? ColorBar.text(((Number) value).doubleValue()) : value;
	}

	/** Marks a row without telling anybody; none if -1. */
	void select(final int index) {
		filling = true;
		table.clearSelection();
		if (index >= 0 && index < model.getRowCount()) {
			table.setRowSelectionInterval(index, index);
			table.scrollRectToVisible(table.getCellRect(index, 0, true));
		}
		filling = false;
	}

	/** Some values of a row in the order of other columns. */
	static List<Object> pick(final List<String> from, final List<Object> values, final List<String> wanted) {
		final List<Object> picked = new ArrayList<>();
		wanted.forEach(column -> picked.add(values.get(from.indexOf(column))));
		return picked;
	}
}
