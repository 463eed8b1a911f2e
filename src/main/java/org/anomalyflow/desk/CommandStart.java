package org.anomalyflow.desk;

import java.util.Map;
import java.util.function.Function;

import ij.IJ;

import org.anomalyflow.command.AnomalyCommand;
import org.anomalyflow.command.CommandInputs;

/**
 * Starts commands from windows as the host's menu does, so that they ask, report and are recorded as always; their dialogs begin
 * with what the window knows.
 */
public final class CommandStart {

	private static Function<Class<? extends AnomalyCommand>, FormMemory> memories = type -> new FormMemory() {

		@Override
		public String get(final String input) {
			return null;
		}

		@Override
		public void put(final String input, final String text) {
			// no host has said where
		}
	};

	private CommandStart() {}

	/** Takes over where a host keeps what was entered into the dialogs of commands. */
	public static void use(final Function<Class<? extends AnomalyCommand>, FormMemory> ofHost) {
		memories = ofHost;
	}

	/**
	 * Opens the dialog of a command.
	 *
	 * @param entries what it begins with, by input
	 */
	static void dialog(final Class<? extends AnomalyCommand> type, final Map<String, String> entries) {
		final FormMemory memory = memories.apply(type);
		entries.forEach(memory::put);
		IJ.doCommand(CommandInputs.of(type).label());
	}
}
