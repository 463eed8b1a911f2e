package org.anomalyflow.desk;

import java.awt.Color;
import java.awt.event.ActionListener;
import java.io.File;

import javax.swing.JButton;
import javax.swing.JCheckBox;
import javax.swing.JComboBox;
import javax.swing.JComponent;
import javax.swing.JLabel;
import javax.swing.SwingUtilities;
import javax.swing.event.DocumentEvent;
import javax.swing.event.DocumentListener;

import org.anomalyflow.Models;
import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.DialogWords;
import org.anomalyflow.command.InputKind;
import org.anomalyflow.command.Presentation;

/** One input in a dialog: its name, where its value is entered, and a line below that says what is wrong with it. */
final class FormField {

	private static final int NUMBER_COLUMNS = 12;
	private static final int TEXT_COLUMNS = 18;
	private static final int PATH_COLUMNS = 34;
	private static final int SHORT_PATH_COLUMNS = 14;
	/** Of what is said below a field, in the units of HTML. */
	static final int WIDTH = 420;
	private static final int GROUP_WIDTH = 220;
	private static final Color WRONG = new Color(0xd0342c);

	private final CommandInput input;
	private final JLabel label;
	private final JComponent editor;
	/** Where text is typed; null for what is chosen. */
	private final HintField typed;
	private final JLabel note = new JLabel(" ");
	private JButton browse;

	FormField(final CommandInput input) {
		this.input = input;
		label = new JLabel(input.label());
		typed = input.kind() == InputKind.FLAG || !input.choices().isEmpty()
			? null
			: new HintField(columns(input), input.presentation().untouched());
		editor = editor(input);
		(typed == null ? editor : typed).setName(input.name());
		label.setLabelFor(editor);
		final String help = "<html><div width=320>" + input.description() + " (" + input.name() + ")</div></html>";
		(typed == null ? editor : typed).setToolTipText(help);
		label.setToolTipText(help);
		note.setVisible(false);
		note.setFont(note.getFont().deriveFont(note.getFont().getSize2D() - 1));
		if (input.kind() == InputKind.FILE) {
			browse = new JButton("Browse...");
			browse.addActionListener(
				event -> FileChoice.of(input, text(), SwingUtilities.getWindowAncestor(editor)).ifPresent(file -> setText(file.getPath())));
			FileDrop.on(typed, this::accepts, file -> setText(file.getPath()));
		}
	}

	private JComponent editor(final CommandInput input) {
		if (input.kind() == InputKind.FLAG)
			return new JCheckBox();
		if (!input.choices().isEmpty())
			return new JComboBox<>(input.choices().toArray(new String[0]));
		return input.presentation().has("model") ? new ModelField(typed, Models.ofUser().names()) : typed;
	}

	private static int columns(final CommandInput input) {
		if (input.kind() == InputKind.FILE)
			return input.presentation().group().isEmpty() ? PATH_COLUMNS : SHORT_PATH_COLUMNS;
		return input.kind() == InputKind.TEXT ? TEXT_COLUMNS : NUMBER_COLUMNS;
	}

	CommandInput input() {
		return input;
	}

	JLabel label() {
		return label;
	}

	JComponent editor() {
		return editor;
	}

	JLabel note() {
		return note;
	}

	/** The button that opens a file dialog; null for what is no file. */
	JButton browse() {
		return browse;
	}

	/** The value as a user of the command line would write it. */
	String text() {
		if (editor instanceof JCheckBox box)
			return Boolean.toString(box.isSelected());
		if (typed == null)
			return String.valueOf(((JComboBox<?>) editor).getSelectedItem());
		final String text = typed.getText();
		return text.isBlank() && isNumberLeftOpen() ? input.defaultText() : text;
	}

	void setText(final String text) {
		if (editor instanceof JCheckBox box)
			box.setSelected(Boolean.parseBoolean(text));
		else if (typed == null)
			((JComboBox<?>) editor).setSelectedItem(text);
		else
			typed.setText(isNumberLeftOpen() && text.equals(input.defaultText()) ? "" : text);
	}

	/** Whether the default is a number that stands for something else, which nobody should have to know. */
	private boolean isNumberLeftOpen() {
		return !input.presentation().untouched().isEmpty() && (input.kind() == InputKind.WHOLE || input.kind() == InputKind.DECIMAL);
	}

	/** Whether it has another value than the command's own. */
	boolean isChanged() {
		return !text().equals(input.defaultText());
	}

	/** Calls back after every change. */
	void onChange(final Runnable listener) {
		final ActionListener changed = event -> listener.run();
		if (editor instanceof JCheckBox box)
			box.addActionListener(changed);
		else if (typed == null)
			((JComboBox<?>) editor).addActionListener(changed);
		else
			typed.getDocument().addDocumentListener(new DocumentListener() {

				@Override
				public void insertUpdate(final DocumentEvent event) {
					listener.run();
				}

				@Override
				public void removeUpdate(final DocumentEvent event) {
					listener.run();
				}

				@Override
				public void changedUpdate(final DocumentEvent event) {
					// attributes only
				}
			});
	}

	/** Says below the field what is wrong with it. */
	void complain(final String text) {
		say(DialogWords.of(text), WRONG);
	}

	/** Says below the field what is to know about it; nothing if empty. */
	void tell(final String text) {
		say(text, label.getForeground());
	}

	private void say(final String text, final Color color) {
		final int width = input.presentation().group().isEmpty() ? WIDTH : GROUP_WIDTH;
		note.setText("<html><div width=" + width + ">" + text.replace("&", "&amp;").replace("<", "&lt;") + "</div></html>");
		note.setForeground(color);
		note.setVisible(!text.isEmpty());
	}

	/** Whether a file could be its value. */
	boolean accepts(final File file) {
		final Presentation presentation = input.presentation();
		if (input.kind() != InputKind.FILE || file.isDirectory() != input.isFolder())
			return false;
		return input.isFolder() || !input.name().equals("model_file") || file.getName().endsWith(".aflow") || presentation.has("save");
	}
}
