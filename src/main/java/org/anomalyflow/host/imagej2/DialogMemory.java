package org.anomalyflow.host.imagej2;

import org.anomalyflow.desk.FormMemory;
import org.scijava.prefs.PrefService;

/** What was entered into the dialog of a command, among the preferences of SciJava. */
final class DialogMemory implements FormMemory {

	private final PrefService preferences;
	private final Class<?> command;

	DialogMemory(final PrefService preferences, final Class<?> command) {
		this.preferences = preferences;
		this.command = command;
	}

	@Override
	public String get(final String input) {
		return preferences.get(command, input);
	}

	@Override
	public void put(final String input, final String text) {
		preferences.put(command, input, text);
	}
}
