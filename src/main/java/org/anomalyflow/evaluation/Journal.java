package org.anomalyflow.evaluation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.ToNumberPolicy;

import org.anomalyflow.dataset.ResultFolders;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.Messages;

/**
 * What batch work has finished so far, one line per item, written as soon as the item is done, so that work that was
 * killed goes on behind its last item. A journal belongs to a fingerprint of model and settings; one with another
 * fingerprint is started anew. An item whose outputs are gone, or were replaced by those of another item, is not finished.
 *
 * @param <T> what is kept about an item, as JSON
 */
final class Journal<T extends Journal.Item> {

	/** An item that was worked on. */
	interface Item {

		/** The files it has written into the journal's folder. */
		List<Written> written();
	}

	/** What the names of all journals begin with: an output folder has one. */
	static final String PREFIX = ResultFolders.JOURNAL;

	/** How results are kept: numbers come back as they were, whole ones as {@code Long}. */
	static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().setObjectToNumberStrategy(ToNumberPolicy.LONG_OR_DOUBLE)
		.create();

	private record Line(String key, JsonElement value) {}

	private final Path file;
	private final Class<T> type;
	private final Map<String, T> finished = new LinkedHashMap<>();
	/** Which item has written a file last. */
	private final Map<String, String> writers = new HashMap<>();

	/**
	 * @param file where it is kept
	 * @param fingerprint what it belongs to
	 * @param resume whether to go on with what it holds
	 * @param type class of the items
	 */
	Journal(final Path file, final String fingerprint, final boolean resume, final Class<T> type) {
		this.file = file;
		this.type = type;
		if (resume && Files.exists(file))
			read(fingerprint);
		// Rewritten, because a killed process may have left half a line at the end.
		AtomicFiles.write(file, temporary -> {
			final StringBuilder text = new StringBuilder(fingerprint).append('\n');
			finished.forEach((key, value) -> text.append(line(key, value)));
			Files.writeString(temporary, text);
		});
	}

	private void read(final String fingerprint) {
		try {
			final List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
			if (lines.isEmpty() || !lines.get(0).equals(fingerprint))
				return;
			for (final String text : lines.subList(1, lines.size())) {
				final Line line = GSON.fromJson(text, Line.class);
				note(line.key, GSON.fromJson(line.value, type));
			}
		}
		catch (final IOException | JsonParseException | NullPointerException e) {
			// What was read up to here is good; the rest is done again.
		}
	}

	private void note(final String key, final T value) {
		value.written().forEach(output -> writers.put(output.file(), key));
		// what is written again counts from now on
		finished.remove(key);
		finished.put(key, value);
	}

	/** What is known of an item, or null if it is not finished. */
	T get(final String key) {
		final T value = finished.get(key);
		return value != null &&
			value.written().stream().allMatch(output -> key.equals(writers.get(output.file())) && output.isIn(file.getParent())) ? value : null;
	}

	/**
	 * Notes that an item is finished.
	 *
	 * @return the value as a later run will get it: number types may differ from {@code value}
	 */
	T put(final String key, final T value) {
		final T kept = GSON.fromJson(GSON.toJsonTree(value), type);
		note(key, kept);
		try {
			Files.writeString(file, line(key, value), StandardOpenOption.APPEND);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot write " + file + ": " + Messages.reason(e), e);
		}
		return kept;
	}

	private String line(final String key, final T value) {
		return GSON.toJson(new Line(key, GSON.toJsonTree(value))) + "\n";
	}
}
