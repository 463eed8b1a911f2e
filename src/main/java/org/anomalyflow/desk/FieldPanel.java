package org.anomalyflow.desk;

import java.awt.GridBagConstraints;
import java.awt.GridBagLayout;
import java.awt.Insets;

import javax.swing.BorderFactory;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.JPanel;
import javax.swing.JTextField;

/** Fields below each other: name, editor, button, and below the editor what is to be said about it. */
final class FieldPanel extends JPanel {

	private static final long serialVersionUID = 1L;
	private static final int GAP = 6;

	private int row;
	private int count;

	/** Without a frame. */
	FieldPanel() {
		super(new GridBagLayout());
	}

	/** A group of its own. */
	FieldPanel(final String title) {
		this();
		setBorder(BorderFactory.createTitledBorder(title));
	}

	/** How many fields it has. */
	int count() {
		return count;
	}

	void add(final FormField field) {
		count++;
		row(field.label(), field.editor(), field.browse());
		below(field.note());
	}

	/** Adds what is no input of the command itself. */
	void add(final FormExtras.Row extra) {
		if (extra.label() == null)
			below(extra.editor());
		else
			row(extra.label(), extra.editor(), null);
	}

	private void row(final JLabel label, final JComponent editor, final JComponent button) {
		final boolean wide = editor instanceof ModelField || editor instanceof JTextField field && field.getColumns() > 20;
		final GridBagConstraints at = at(0);
		at.anchor = GridBagConstraints.LINE_START;
		add(label, at);
		at.gridx = 1;
		at.weightx = 1;
		at.fill = wide ? GridBagConstraints.HORIZONTAL : GridBagConstraints.NONE;
		add(editor, at);
		if (button != null) {
			at.gridx = 2;
			at.weightx = 0;
			at.fill = GridBagConstraints.NONE;
			add(button, at);
		}
		row++;
	}

	private void below(final JComponent note) {
		final GridBagConstraints at = at(1);
		at.gridwidth = 2;
		at.fill = GridBagConstraints.HORIZONTAL;
		at.insets = new Insets(0, GAP, 0, GAP);
		add(note, at);
		row++;
	}

	private GridBagConstraints at(final int column) {
		final GridBagConstraints at = new GridBagConstraints();
		at.gridx = column;
		at.gridy = row;
		at.insets = new Insets(GAP / 2, GAP, GAP / 2, GAP);
		return at;
	}
}
