package org.anomalyflow.json;

import java.util.List;
import java.util.Optional;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;

/**
 * The declaration of one member of a JSON object. A path names it from the outermost object on: {@code training.seed};
 * {@code losses[]} are all elements of the list {@code losses}. What encloses a member is declared on its own, before it.
 *
 * @param path where it is
 * @param type what it may be
 * @param required whether it may be missing; null counts as missing
 * @param since the first version of the format that requires it
 */
public record Member(String path, JsonType type, boolean required, int since) {

	private static final String EACH = "[]";

	/** A member that every file has. */
	public static Member required(final String path, final JsonType type) {
		return new Member(path, type, true, 1);
	}

	/** A member that may be missing. */
	public static Member optional(final String path, final JsonType type) {
		return new Member(path, type, false, 1);
	}

	/** The same, but files of older formats may lack it. */
	public Member since(final int version) {
		return new Member(path, type, required, version);
	}

	/** What is wrong with the member, or with one of them; empty if nothing is, or if what should enclose it is not there. */
	Optional<String> violation(final JsonElement root, final String prefix, final int version) {
		return walk(root, steps(), 0, prefix, required && since <= version);
	}

	private List<String> steps() {
		return List.of(path.replace(EACH, "." + EACH).split("\\."));
	}

	private Optional<String> walk(final JsonElement json, final List<String> steps, final int step, final String place,
		final boolean needed)
	{
		if (step == steps.size())
			return type.accepts().test(json) ? Optional.empty() : Optional.of(refusal(place, found(json)));
		if (EACH.equals(steps.get(step)))
			return json.isJsonArray() ? walkAll(json.getAsJsonArray(), steps, step, place, needed) : Optional.empty();
		if (!json.isJsonObject())
			return Optional.empty();
		final String name = place.isEmpty() ? steps.get(step) : place + "." + steps.get(step);
		final JsonElement child = json.getAsJsonObject().get(steps.get(step));
		if (child != null && !child.isJsonNull())
			return walk(child, steps, step + 1, name, needed);
		return needed && step == steps.size() - 1 ? Optional.of(refusal(name, child == null ? "missing" : "null")) : Optional.empty();
	}

	private Optional<String> walkAll(final JsonArray list, final List<String> steps, final int step, final String place,
		final boolean needed)
	{
		for (int i = 0; i < list.size(); i++) {
			final Optional<String> violation = walk(list.get(i), steps, step + 1, place + "[" + i + "]", needed);
			if (violation.isPresent())
				return violation;
		}
		return Optional.empty();
	}

	private String refusal(final String place, final String found) {
		return place + " is " + found + "; it must be " + type.allowed();
	}

	/** A value as a message shows it: short, and on one line. */
	static String found(final JsonElement json) {
		if (json.isJsonObject())
			return "an object";
		if (json.isJsonArray())
			return "a list of " + json.getAsJsonArray().size();
		if (json.isJsonNull())
			return "null";
		final String shown = JsonText.shown(json.getAsString());
		return ((JsonPrimitive) json).isString() ? "the text \"" + shown + "\"" : shown;
	}
}
