package org.anomalyflow.desk;

import java.util.Map;

import org.anomalyflow.command.AnomalyCommand;

/** How a host runs a command that a window asks for. */
@FunctionalInterface
public interface CommandRunner {

	/**
	 * Runs a command without a dialog, and returns at once. It is recorded as if it came from the menu.
	 *
	 * @param values of its inputs, by name; what is not given has its default
	 */
	void run(Class<? extends AnomalyCommand> type, Map<String, Object> values);
}
