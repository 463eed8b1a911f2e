package org.anomalyflow.host.imagej1;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import ij.IJ;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;

import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.InputKind;
import org.anomalyflow.command.MacroOptions;
import org.anomalyflow.util.InvalidParameterException;

/**
 * The dialog of a command in ImageJ 1.x. Asks again, with what was entered, until all values are allowed; records them
 * under the names of the parameters, which work in Fiji, too.
 */
final class CommandDialog {

	private static final int NUMBER_COLUMNS = 8;
	private static final int TEXT_COLUMNS = 24;
	private static final int PATH_COLUMNS = 36;

	private final CommandInputs inputs;
	private final List<CommandInput> asked;
	private final Map<String, String> texts = new HashMap<>();

	CommandDialog(final CommandInputs inputs) {
		this.inputs = inputs;
		asked = inputs.all().stream().filter(input -> input.inDialogs() && input.kind() != InputKind.IMAGE).toList();
		asked.forEach(input -> texts.put(input.name(), input.defaultText()));
	}

	/** The checked values by name, or null if the user cancelled. */
	Map<String, Object> ask() {
		while (show())
			try {
				final Map<String, Object> values = inputs.parse(texts);
				record();
				return values;
			}
			catch (final InvalidParameterException e) {
				IJ.showMessage(title(), e.getMessage());
			}
		return null;
	}

	private String title() {
		return inputs.label().replace("...", "");
	}

	private boolean show() {
		final GenericDialog dialog = new GenericDialog(title());
		asked.forEach(input -> add(dialog, input));
		dialog.addHelp(help());
		// the dialog would record its labels as keys
		final boolean recording = Recorder.record;
		Recorder.record = false;
		try {
			dialog.showDialog();
		}
		finally {
			Recorder.record = recording;
		}
		if (dialog.wasCanceled())
			return false;
		asked.forEach(input -> texts.put(input.name(), read(dialog, input)));
		return true;
	}

	private void add(final GenericDialog dialog, final CommandInput input) {
		final String text = texts.get(input.name());
		if (input.kind() == InputKind.FLAG)
			dialog.addCheckbox(input.label(), Boolean.parseBoolean(text));
		else if (!input.choices().isEmpty())
			dialog.addChoice(input.label(), input.choices().toArray(new String[0]), text);
		else if (input.kind() == InputKind.FILE && input.isFolder())
			dialog.addDirectoryField(input.label(), text, PATH_COLUMNS);
		else if (input.kind() == InputKind.FILE)
			dialog.addFileField(input.label(), text, PATH_COLUMNS);
		else
			dialog.addStringField(input.label(), text, input.kind() == InputKind.TEXT ? TEXT_COLUMNS : NUMBER_COLUMNS);
	}

	private static String read(final GenericDialog dialog, final CommandInput input) {
		if (input.kind() == InputKind.FLAG)
			return Boolean.toString(dialog.getNextBoolean());
		return input.choices().isEmpty() ? dialog.getNextString() : dialog.getNextChoice();
	}

	private String help() {
		final StringBuilder text = new StringBuilder("<html>");
		for (final CommandInput input : asked)
			text.append("<p><b>").append(input.label()).append("</b> (<tt>").append(input.name()).append("</tt>): ").append(
				input.description()).append("</p>");
		return text.toString();
	}

	private void record() {
		if (!Recorder.record)
			return;
		for (final CommandInput input : asked) {
			final String text = texts.get(input.name());
			if (!text.equals(input.defaultText()))
				Recorder.recordOption(input.name(), MacroOptions.recorded(text));
		}
	}
}
