package org.anomalyflow.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;

import org.anomalyflow.calibration.GoodPredictions.Part;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.Messages;

/** What the models of a cross-validation have read so far, kept in a file so that a break costs no finished fold. */
final class FoldResults {

	private static final Gson GSON = new Gson();

	/** The content of the file: readings by part, by name, and numbers by name. */
	private static final class State {

		private String fingerprint;
		private SortedMap<String, SortedMap<Integer, Part>> readings = new TreeMap<>();
		private SortedMap<String, Double> numbers = new TreeMap<>();
	}

	private final Path file;
	private State state = new State();

	/**
	 * @param file where they are kept
	 * @param fingerprint what settings and data they belong to
	 * @param resume whether to go on from what the file holds; otherwise it is forgotten
	 * @throws AnomalyFlowException if it belongs to other settings or images, or is damaged
	 */
	FoldResults(final Path file, final String fingerprint, final boolean resume) {
		this.file = file;
		state.fingerprint = fingerprint;
		if (!resume)
			delete();
		else if (Files.exists(file)) {
			final State stored = read();
			// results of other settings are of no use, but the training itself refuses them with what to do
			if (fingerprint.equals(stored.fingerprint))
				state = stored;
		}
	}

	private State read() {
		try {
			return GSON.fromJson(Files.readString(file, StandardCharsets.UTF_8), State.class);
		}
		catch (final IOException | JsonParseException e) {
			throw new AnomalyFlowException("Cannot go on with " + file + ": " + Messages.reason(e) + ". Start anew with resume=false.", e);
		}
	}

	/** What was read under a name, if it was finished. */
	Optional<SortedMap<Integer, Part>> get(final String name) {
		return Optional.ofNullable(state.readings.get(name));
	}

	/** A number that is kept under a name. */
	OptionalDouble number(final String name) {
		final Double number = state.numbers.get(name);
		return number == null ? OptionalDouble.empty() : OptionalDouble.of(number);
	}

	/** Keeps a number. */
	void put(final String name, final double number) {
		state.numbers.put(name, number);
		write();
	}

	/** Keeps what was read. */
	void put(final String name, final SortedMap<Integer, Part> parts) {
		state.readings.put(name, parts);
		write();
	}

	private void write() {
		AtomicFiles.writeUnsynced(file, temporary -> Files.writeString(temporary, GSON.toJson(state), StandardCharsets.UTF_8));
	}

	/** Forgets everything, because the training is finished. */
	void delete() {
		try {
			Files.deleteIfExists(file);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot delete " + file + ": " + Messages.reason(e), e);
		}
	}
}
