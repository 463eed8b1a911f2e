package org.anomalyflow.json;

import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.ToNumberPolicy;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/**
 * Reads JSON texts from files that may be damaged or hostile: strictly, and within limits of depth, length and count, so
 * that memory and time are bounded by those and not by what the text asks for. How long the text itself may be is the
 * caller's to limit.
 */
public final class JsonText {

	/** How deep objects and lists may lie in each other. */
	public static final int DEEPEST = 32;
	/** How many objects, lists and values there may be together. */
	public static final int MOST_VALUES = 2_000_000;
	/** How many characters a text or a name may have. */
	public static final int LONGEST_TEXT = 1 << 22;
	/** How many characters a number may have; one of double precision needs 24. */
	public static final int LONGEST_NUMBER = 64;

	private static final int SHOWN = 100;

	private final JsonReader reader;
	private int values;

	private JsonText(final Reader text) {
		reader = new JsonReader(text);
	}

	/** As {@link #object(Reader)}. */
	public static JsonObject object(final String text) {
		return object(new StringReader(text));
	}

	/**
	 * Reads a text that must be one object; numbers are kept as they are written.
	 *
	 * @throws AnomalyFlowException if it is anything else, no valid JSON, lists a name of an object twice, or is above a limit;
	 *           the message is the end of a sentence about the text, for example "it is not valid JSON at $.settings"
	 */
	public static JsonObject object(final Reader text) {
		final JsonText json = new JsonText(text);
		try {
			if (json.reader.peek() != JsonToken.BEGIN_OBJECT)
				throw new AnomalyFlowException("it is no JSON object, which begins with {");
			final JsonObject object = json.object(1);
			if (json.reader.peek() != JsonToken.END_DOCUMENT)
				throw json.invalid(null);
			return object;
		}
		catch (final MalformedJsonException | EOFException | NumberFormatException e) {
			throw json.invalid(e);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("it cannot be read: " + Messages.reason(e), e);
		}
	}

	private AnomalyFlowException invalid(final Exception cause) {
		return new AnomalyFlowException("it is not valid JSON at " + place(), cause);
	}

	private String place() {
		return shown(reader.getPath());
	}

	/** A text from a file as a message shows it: short, and on one line. */
	public static String shown(final String text) {
		final String line = text.substring(0, Math.min(SHOWN, text.length())).replaceAll("\\p{Cntrl}", "?");
		return text.length() <= SHOWN ? line : line + "...";
	}

	private JsonElement element(final int depth) throws IOException {
		if (++values > MOST_VALUES)
			throw new AnomalyFlowException("it has more than " + MOST_VALUES + " values");
		return switch (reader.peek()) {
			case BEGIN_OBJECT -> object(depth);
			case BEGIN_ARRAY -> list(depth);
			case STRING -> new JsonPrimitive(limited(reader.nextString(), LONGEST_TEXT));
			case NUMBER -> number();
			case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
			case NULL -> {
				reader.nextNull();
				yield JsonNull.INSTANCE;
			}
			default -> throw invalid(null);
		};
	}

	private JsonObject object(final int depth) throws IOException {
		checkDepth(depth);
		final JsonObject object = new JsonObject();
		reader.beginObject();
		while (reader.hasNext()) {
			final String name = limited(reader.nextName(), LONGEST_TEXT);
			if (object.has(name))
				throw new AnomalyFlowException(place() + " is listed twice");
			object.add(name, element(depth + 1));
		}
		reader.endObject();
		return object;
	}

	private JsonArray list(final int depth) throws IOException {
		checkDepth(depth);
		final JsonArray list = new JsonArray();
		reader.beginArray();
		while (reader.hasNext())
			list.add(element(depth + 1));
		reader.endArray();
		return list;
	}

	private void checkDepth(final int depth) {
		if (depth > DEEPEST)
			throw new AnomalyFlowException("its objects and lists lie more than " + DEEPEST + " deep in each other, at " + place());
	}

	private JsonPrimitive number() throws IOException {
		final Number number = ToNumberPolicy.LAZILY_PARSED_NUMBER.readNumber(reader);
		limited(number.toString(), LONGEST_NUMBER);
		return new JsonPrimitive(number);
	}

	private String limited(final String text, final int longest) {
		if (text.length() > longest)
			throw new AnomalyFlowException(place() + " has " + text.length() + " characters, allowed are " + longest);
		return text;
	}
}
