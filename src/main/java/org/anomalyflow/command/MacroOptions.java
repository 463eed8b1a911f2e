package org.anomalyflow.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The options of a macro's {@code run("Label...", "key=value other=[a b] flag")}: keys with values, which end at a space
 * or stand in {@code [...]} or {@code '...'}; a key without {@code =} is a flag. Where a key comes twice, the first counts,
 * as in ImageJ.
 */
public final class MacroOptions {

	private MacroOptions() {}

	/**
	 * Reads an option string.
	 *
	 * @param options as given to {@code run}; null reads as empty
	 * @return texts by key, in order; null for a key without a value
	 */
	public static Map<String, String> parse(final String options) {
		final Map<String, String> values = new LinkedHashMap<>();
		final String text = options == null ? "" : options;
		int at = 0;
		while (at < text.length()) {
			if (Character.isWhitespace(text.charAt(at))) {
				at++;
				continue;
			}
			final int keyEnd = end(text, at, true);
			final String key = text.substring(at, keyEnd);
			if (keyEnd == text.length() || text.charAt(keyEnd) != '=') {
				if (!values.containsKey(key))
					values.put(key, null);
				at = keyEnd;
				continue;
			}
			final int start = keyEnd + 1;
			final int quoted = start == text.length() ? -1 : closing(text, start);
			final int valueEnd = quoted < 0 ? end(text, start, false) : quoted;
			final String value = text.substring(quoted < 0 ? start : start + 1, valueEnd);
			if (!values.containsKey(key))
				values.put(key, value);
			at = quoted < 0 ? valueEnd : quoted + 1;
		}
		return values;
	}

	/**
	 * The line of a macro that runs a command.
	 *
	 * @param label of the command
	 * @param options texts by key
	 */
	public static String line(final String label, final Map<String, String> options) {
		final String text = options.entrySet().stream().map(option -> format(option.getKey(), option.getValue()))
			.collect(Collectors.joining(" "));
		return "run(\"" + label + "\", \"" + escaped(text) + "\");";
	}

	/** A key and a value as they stand in an option string, in brackets if needed. */
	public static String format(final String key, final String value) {
		return key + "=" + (isPlain(value) ? value : "[" + value + "]");
	}

	/**
	 * A value as it is given to ImageJ's recorder, which puts it into a macro between double quotes, and into brackets if it
	 * has a space: fit for such a text, and in brackets where the recorder would forget them.
	 */
	public static String recorded(final String value) {
		final String text = escaped(value);
		return value.indexOf(' ') < 0 && !isPlain(value) ? "[" + text + "]" : text;
	}

	/** As it stands between the double quotes of a macro. */
	private static String escaped(final String text) {
		return text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r");
	}

	private static boolean isPlain(final String value) {
		return !value.isEmpty() && value.chars().noneMatch(Character::isWhitespace) && "['".indexOf(value.charAt(0)) < 0;
	}

	/** Where the quotation that opens at {@code start} ends, brackets being counted; -1 if none opens or it never ends. */
	private static int closing(final String text, final int start) {
		if (text.charAt(start) == '\'')
			return text.indexOf('\'', start + 1);
		int depth = 0;
		for (int i = start; i < text.length() && text.charAt(start) == '['; i++) {
			if (text.charAt(i) == '[')
				depth++;
			else if (text.charAt(i) == ']' && --depth == 0)
				return i;
		}
		return -1;
	}

	private static int end(final String text, final int start, final boolean key) {
		int end = start;
		while (end < text.length() && !Character.isWhitespace(text.charAt(end)) && !(key && text.charAt(end) == '='))
			end++;
		return end;
	}
}
