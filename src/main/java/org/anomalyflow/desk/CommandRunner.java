package org.anomalyflow.desk;

import java.util.Map;

import org.anomalyflow.command.AnomalyCommand;

/** How a host runs a command that a window asks for. Both return at once; what was run is recorded as if it came from the menu. */
public interface CommandRunner {

	/**
	 * Runs a command without a dialog.
	 *
	 * @param values of its inputs, by name; what is not given has its default
	 */
	void run(Class<? extends AnomalyCommand> type, Map<String, Object> values);

	/**
	 * Opens the dialog of a command.
	 *
	 * @param entries what its fields hold at first, by name of the input
	 */
	void ask(Class<? extends AnomalyCommand> type, Map<String, String> entries);
}
