package org.anomalyflow.desk;

/** Where a host keeps what was entered into the dialog of one command. Macros and the command line never see it. */
public interface FormMemory {

	/** What was entered last; null if nothing was. */
	String get(String input);

	/** Keeps what was entered. */
	void put(String input, String text);
}
