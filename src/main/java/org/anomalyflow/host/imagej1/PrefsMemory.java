package org.anomalyflow.host.imagej1;

import ij.Prefs;

import org.anomalyflow.desk.FormMemory;

/** What was entered into the dialog of a command, among ImageJ's preferences. */
final class PrefsMemory implements FormMemory {

	private final String prefix;

	/** @param command its name on the command line */
	PrefsMemory(final String command) {
		prefix = "anomaly-flow." + command + ".";
	}

	@Override
	public String get(final String input) {
		return Prefs.get(prefix + input, null);
	}

	/** ImageJ writes its preferences when it quits. */
	@Override
	public void put(final String input, final String text) {
		Prefs.set(prefix + input, text);
	}
}
