package org.anomalyflow.host.imagej1;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

import ij.plugin.frame.Recorder;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInput;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.InputKind;
import org.anomalyflow.desk.CommandRunner;
import org.anomalyflow.desk.FormMemory;

/** Runs commands for windows as ImageJ runs those of its menus: in threads of their own, and recorded. */
final class ImageJ1Runner implements CommandRunner {

	@Override
	public void run(final Class<? extends AnomalyCommand> type, final Map<String, Object> values) {
		final CommandInputs inputs = CommandInputs.of(type);
		start(inputs, () -> {
			CommandPlugIn.record(changed(inputs, values));
			return CommandPlugIn.run(type, () -> values);
		});
	}

	/** As texts, without the defaults and without an image, which is the active one. */
	private static Map<String, String> changed(final CommandInputs inputs, final Map<String, Object> values) {
		final Map<String, String> changed = new LinkedHashMap<>();
		for (final CommandInput input : inputs.all()) {
			final String text = CommandInput.text(values.get(input.name()));
			if (input.kind() != InputKind.IMAGE && values.containsKey(input.name()) && !text.equals(input.defaultText()))
				changed.put(input.name(), text);
		}
		return changed;
	}

	@Override
	public void ask(final Class<? extends AnomalyCommand> type, final Map<String, String> entries) {
		final CommandInputs inputs = CommandInputs.of(type);
		final FormMemory memory = new PrefsMemory(inputs.command());
		entries.forEach(memory::put);
		start(inputs, () -> CommandPlugIn.run(type, () -> CommandPlugIn.asked(type, inputs)));
	}

	private static void start(final CommandInputs inputs, final BooleanSupplier work) {
		new Thread(() -> {
			if (Recorder.record)
				Recorder.setCommand(inputs.label());
			final boolean done = work.getAsBoolean();
			if (Recorder.record && done)
				Recorder.saveCommand();
			else if (Recorder.record)
				Recorder.setCommand(null); // a dialog that was cancelled
		}, "Anomaly Flow: " + inputs.command()).start();
	}
}
