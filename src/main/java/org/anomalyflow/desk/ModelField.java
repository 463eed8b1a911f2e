package org.anomalyflow.desk;

import java.awt.Component;
import java.awt.Dimension;
import java.awt.event.ActionListener;
import java.util.List;

import javax.swing.ComboBoxEditor;
import javax.swing.JComboBox;

/** Where a model is entered: any path, or a name of the library of models, which are in its list, last used first. */
final class ModelField extends JComboBox<String> {

	private static final long serialVersionUID = 1L;
	private static final int ROWS = 12;

	/**
	 * @param text where it is typed
	 * @param names of the library
	 */
	ModelField(final HintField text, final List<String> names) {
		super(names.toArray(new String[0]));
		setEditor(new Editor(text));
		setEditable(true);
		setSelectedItem("");
		setMaximumRowCount(ROWS);
	}

	/** Wide enough for a path, however short the names of the library are. */
	@Override
	public Dimension getPreferredSize() {
		final Dimension size = super.getPreferredSize();
		final int path = getEditor() == null ? 0 : getEditor().getEditorComponent().getPreferredSize().width + size.height;
		return new Dimension(Math.max(size.width, path), size.height);
	}

	private record Editor(HintField text) implements ComboBoxEditor {

		@Override
		public Component getEditorComponent() {
			return text;
		}

		@Override
		public void setItem(final Object item) {
			if (!getItem().equals(item))
				text.setText(item == null ? "" : item.toString());
		}

		@Override
		public Object getItem() {
			return text.getText();
		}

		@Override
		public void selectAll() {
			text.selectAll();
		}

		@Override
		public void addActionListener(final ActionListener listener) {
			text.addActionListener(listener);
		}

		@Override
		public void removeActionListener(final ActionListener listener) {
			text.removeActionListener(listener);
		}
	}
}
