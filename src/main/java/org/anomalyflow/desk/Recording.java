package org.anomalyflow.desk;

import java.util.Map;

import ij.plugin.frame.Recorder;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.InputKind;
import org.anomalyflow.command.MacroOptions;

/** What windows and dialogs write into ImageJ's Recorder, under the names of the parameters, which work in all hosts. */
public final class Recording {

	private Recording() {}

	/** Writes options of the command that the host is recording. */
	public static void options(final Map<String, String> changed) {
		if (Recorder.record)
			changed.forEach((name, text) -> Recorder.recordOption(name, MacroOptions.recorded(text)));
	}

	/**
	 * Writes the line of a command that a window runs, at its beginning: the user may do other things until it ends, which are
	 * recorded, too.
	 *
	 * @param values of its inputs; defaults and images, which are the active one, are left out
	 */
	public static void line(final Class<? extends AnomalyCommand> type, final Map<String, Object> values) {
		if (!Recorder.record)
			return;
		final CommandInputs inputs = CommandInputs.of(type);
		Recorder.setCommand(inputs.label());
		for (final CommandInput input : inputs.all()) {
			final String text = CommandInput.text(values.get(input.name()));
			if (input.kind() != InputKind.IMAGE && values.containsKey(input.name()) && !text.equals(input.defaultText()))
				options(Map.of(input.name(), text));
		}
		Recorder.saveCommand();
	}
}
