package org.anomalyflow.util;

import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Makes texts that come from outside, such as the names of files, harmless where they go. */
public final class Texts {

	/** Also the wide forms of East Asian keyboards, which spreadsheets take for the same. */
	private static final Pattern FORMULA = Pattern.compile("[\\s\\p{Z}\\p{Cc}\\p{Cf}]*[=+\\-@\uff1d\uff0b\uff0d\uff20]|[\\t\\r\\n]");

	private Texts() {}

	/**
	 * A text that no spreadsheet computes: one that begins as formulas do, be it after white space, gets an apostrophe in
	 * front.
	 */
	public static String cell(final String text) {
		return FORMULA.matcher(text).lookingAt() ? "'" + text : text;
	}

	/** A path with slashes between its names, which may hold backslashes themselves where these separate nothing. */
	public static String slashes(final Path path) {
		return StreamSupport.stream(path.spliterator(), false).map(Path::toString).collect(Collectors.joining("/"));
	}

	/** As {@link #printable}, in one line: breaks of lines and tabs become visible, too. */
	public static String oneLine(final String text) {
		return shown(text, false);
	}

	/**
	 * A text that moves no cursor, rings no bell and turns no direction of reading: such characters become visible, as
	 * {@code \x1b} or {@code \}{@code u202e}.
	 */
	public static String printable(final String text) {
		return shown(text, true);
	}

	private static String shown(final String text, final boolean lines) {
		final StringBuilder shown = new StringBuilder(text.length());
		text.codePoints().forEach(c -> {
			if (!isDangerous(c) || lines && (c == '\n' || c == '\t'))
				shown.appendCodePoint(c);
			else
				shown.append(c == '\n' ? "\\n" : c == '\t' ? "\\t" : c < 0x100 ? String.format("\\x%02x", c) : String.format("\\u%04x", c));
		});
		return shown.toString();
	}

	private static boolean isDangerous(final int c) {
		return Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || c >= 0x200e && c <= 0x200f || c >= 0x202a && c <= 0x202e ||
			c >= 0x2066 && c <= 0x2069;
	}
}
