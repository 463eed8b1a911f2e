package org.anomalyflow.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.UnforeseenException;

/**
 * Messages for people who know the labels of dialogs and neither parameters nor a command line. Messages are written for macros and
 * terminals, where parameters have names; this puts the labels in their place and leaves out what only a terminal understands.
 */
public final class DialogWords {

	/** A call in brackets, or from "or bin/anomaly-flow ..." on to the end of the sentence; a point within a file name does not end it. */
	private static final Pattern TERMINAL = Pattern.compile(
		"(?s)\\s*\\([a-z]+ --[a-z][^)]*\\)|,?\\s+or\\s+(?:run\\s+|with\\s+)?(?:bin/anomaly-flow [a-z]|[a-z-]+ --[a-z]).*?(?=\\n|\\.(?:\\s|$)|;|$)");
	private static final Pattern GIVEN = Pattern.compile("\\b([a-z][a-z_]*)=(\\S*[^\\s.,;:)])");
	private static final Pattern NAME = Pattern.compile("(?<![./\\\\])\\b[a-z]+(?:_[a-z]+)+\\b(?![/\\\\=]|\\.\\w)");
	private static final Map<String, CommandInput> INPUTS = inputs();

	private DialogWords() {}

	private static Map<String, CommandInput> inputs() {
		final Map<String, CommandInput> all = new LinkedHashMap<>();
		Commands.ALL.forEach(type -> CommandInputs.of(type).given().forEach(input -> all.putIfAbsent(input.name(), input)));
		return all;
	}

	/** A message in the words of dialogs. */
	public static String of(final String message) {
		final String shown = TERMINAL.matcher(message).replaceAll("");
		final String given = GIVEN.matcher(shown).replaceAll(
			found -> Matcher.quoteReplacement(INPUTS.containsKey(found.group(1)) ? value(found.group(1), found.group(2)) : found.group()));
		return NAME.matcher(given)
			.replaceAll(found -> Matcher.quoteReplacement(INPUTS.containsKey(found.group()) ? label(found.group()) : found.group()));
	}

	/** What is to be told of a failure. */
	public static String of(final AnomalyFlowException failure) {
		if (failure instanceof UnforeseenException)
			return UnforeseenException.IN_WORDS;
		if (failure instanceof InvalidParameterException wrong && INPUTS.containsKey(wrong.parameter()))
			return INPUTS.get(wrong.parameter()).label() + ": " + of(wrong.advice());
		return of(failure.getMessage());
	}

	/** What is to be told of the failure of a command, whose label an input may have for itself. */
	public static String of(final AnomalyFlowException failure, final Class<? extends AnomalyCommand> type) {
		if (failure instanceof InvalidParameterException wrong)
			return CommandInputs.of(type).find(wrong.parameter()).map(input -> input.label() + ": " + of(wrong.advice()))
				.orElseGet(() -> of(failure));
		return of(failure);
	}

	private static String value(final String name, final String text) {
		if (INPUTS.get(name).kind() == InputKind.FLAG)
			return label(name) + (Boolean.parseBoolean(text) ? " ticked" : " not ticked");
		return label(name) + " " + text;
	}

	/** Without the unit that some have behind them. */
	private static String label(final String name) {
		return "\u201c" + INPUTS.get(name).label().replaceFirst("\\s*\\(.*", "") + "\u201d";
	}
}
