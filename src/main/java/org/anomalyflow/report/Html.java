package org.anomalyflow.report;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Builds markup that is HTML and well-formed XML at once: every element is closed, attributes are quoted, and all text
 * goes through {@link #escape}. The opening and closing calls must pair up; {@link #toString()} checks it.
 */
final class Html {

	private final StringBuilder markup = new StringBuilder(1 << 16);
	private final Deque<String> open = new ArrayDeque<>();

	/**
	 * Begins an element.
	 *
	 * @param attributes names and values in turn; a null value leaves its attribute out
	 */
	Html open(final String tag, final String... attributes) {
		tag(tag, attributes);
		markup.append('>');
		open.push(tag);
		return this;
	}

	/** Ends the element that was begun last. */
	Html close() {
		final String tag = open.pop();
		markup.append("</").append(tag).append('>');
		// Line ends only where they cannot become visible spaces.
		if (tag.matches("p|div|section|table|tr|ul|dl|figure|details|nav|header|h\\d|svg|li|head|title|style|main|article|summary|figcaption"))
			markup.append('\n');
		return this;
	}

	/** An element without content, such as {@code br}. */
	Html empty(final String tag, final String... attributes) {
		tag(tag, attributes);
		markup.append("/>");
		return this;
	}

	/** An element that holds only text. */
	Html element(final String tag, final String text, final String... attributes) {
		return open(tag, attributes).text(text).close();
	}

	/** Text, escaped. */
	Html text(final String text) {
		markup.append(escape(text));
		return this;
	}

	/** Markup as it is, such as a style sheet; it must be free of {@code <} and {@code &}. */
	Html raw(final String text) {
		markup.append(text);
		return this;
	}

	private void tag(final String tag, final String... attributes) {
		markup.append('<').append(tag);
		for (int i = 0; i < attributes.length; i += 2)
			if (attributes[i + 1] != null)
				markup.append(' ').append(attributes[i]).append("=\"").append(escape(attributes[i + 1])).append('"');
	}

	/** Text fit for content and for quoted attributes; what XML does not allow becomes the replacement character. */
	static String escape(final String text) {
		final StringBuilder escaped = new StringBuilder(text.length() + 16);
		text.codePoints().forEach(c -> {
			switch (c) {
				case '&' -> escaped.append("&amp;");
				case '<' -> escaped.append("&lt;");
				case '>' -> escaped.append("&gt;");
				case '"' -> escaped.append("&quot;");
				case '\'' -> escaped.append("&#39;");
				default -> escaped.appendCodePoint(allowed(c) ? c : 0xfffd);
			}
		});
		return escaped.toString();
	}

	private static boolean allowed(final int c) {
		return c >= 0x20 && c <= 0xd7ff || c == '\t' || c == '\n' || c == '\r' || c >= 0xe000 && c <= 0xfffd || c >= 0x10000;
	}

	/**
	 * The markup.
	 *
	 * @throws IllegalStateException if an element is still open
	 */
	@Override
	public String toString() {
		if (!open.isEmpty())
			throw new IllegalStateException("still open: " + open);
		return markup.toString();
	}
}
