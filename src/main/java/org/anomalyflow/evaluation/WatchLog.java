package org.anomalyflow.evaluation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;

import org.anomalyflow.inference.DriftWatch;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Messages;

/**
 * What a watched folder's output folder remembers: which pictures have been judged, and how long the tables were after each of
 * them, so that the next watch cuts off what a killed one has half written, judges nothing twice and goes on. One line per picture,
 * written when its rows are. A picture is the same if path, size and time are. Of the pictures only the last {@value #MOST} are kept in
 * memory.
 */
final class WatchLog {

	private static final String NAME = Journal.PREFIX + "watch";
	private static final int MOST = 200_000;
	private static final Gson GSON = new GsonBuilder().serializeSpecialFloatingPointValues().create();

	/**
	 * One line.
	 *
	 * @param image the picture's path in the watched folder; null if only the tables have grown
	 * @param size in bytes
	 * @param time of last change, in milliseconds
	 * @param model fingerprint of the model that judged it
	 * @param watched what drift is seen in, see {@link Judged}
	 * @param tables lengths of the tables
	 * @param errors length of the table of errors
	 */
	private record Line(String image, long size, long time, String model, List<List<Double>> watched, List<Long> tables, long errors) {}

	/** A state of a file that tells it from others of its name. */
	record Stamp(long size, long time) {}

	private final Path file;
	private final Map<String, Stamp> judged = new LinkedHashMap<>() {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(final Map.Entry<String, Stamp> eldest) {
			return size() > MOST;
		}
	};
	private List<Long> tables = List.of(0L, 0L);
	private long errors;

	/**
	 * @param output where the tables are
	 * @param resume whether to go on with what is there
	 * @throws InvalidParameterException if there are tables that no watch has made
	 */
	WatchLog(final Path output, final boolean resume) {
		file = output.resolve(NAME);
		if (resume && Files.exists(file))
			AtomicFiles.write(file, temporary -> Files.write(temporary, linesSoFar()));
		else {
			if (resume && Files.exists(output.resolve(FolderTables.IMAGES)))
				throw new InvalidParameterException("output_folder", output, "it has tables that no watch has made (" + FolderTables.IMAGES +
					"), and they are not written over. Give another folder, or resume=false to begin anew there");
			AtomicFiles.write(file, temporary -> Files.write(temporary, new byte[0]));
		}
	}

	/** The whole lines; a killed process may have left a part of one at the end. */
	private List<String> linesSoFar() throws IOException {
		final List<String> whole = new ArrayList<>();
		try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
			for (String text = reader.readLine(); text != null; text = reader.readLine()) {
				note(parse(text));
				whole.add(text);
			}
		}
		catch (final JsonParseException e) {
			// what was read up to here is good; the rest is done again
		}
		return whole;
	}

	private static Line parse(final String text) {
		final Line line = GSON.fromJson(text, Line.class);
		if (line == null || line.tables() == null || line.tables().size() != 2)
			throw new JsonParseException(text);
		return line;
	}

	private void note(final Line line) {
		tables = line.tables();
		errors = line.errors();
		if (line.image() == null)
			return;
		judged.remove(line.image());
		judged.put(line.image(), new Stamp(line.size(), line.time()));
	}

	/** How long the tables of images and regions were after the last picture. */
	List<Long> tables() {
		return tables;
	}

	/** How long the table of errors was. */
	long errors() {
		return errors;
	}

	/** Whether a picture has been judged as it is. */
	boolean isJudged(final String image, final Stamp stamp) {
		return stamp.equals(judged.get(image));
	}

	/** Tells a watch on drift of the pictures that the same model has judged last. */
	void replay(final String model, final DriftWatch drift) {
		final List<List<Double>> last = new ArrayList<>();
		try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
			for (String text = reader.readLine(); text != null; text = reader.readLine()) {
				final Line line = parse(text);
				if (line.image() == null)
					continue;
				if (!model.equals(line.model()))
					last.clear();
				else
					last.addAll(line.watched());
			}
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read " + file + ": " + Messages.reason(e), e);
		}
		last.forEach(slice -> drift.add(slice.get(0), slice.get(1)));
	}

	/** Notes a judged picture, when its rows have been written. */
	void add(final String image, final Stamp stamp, final String model, final List<List<Double>> watched, final List<Long> lengths,
		final long errorLength)
	{
		append(new Line(image, stamp.size(), stamp.time(), model, watched, lengths, errorLength));
	}

	/** Notes that the table of errors has grown. */
	void addErrors(final long errorLength) {
		append(new Line(null, 0, 0, "", List.of(), tables, errorLength));
	}

	private void append(final Line line) {
		note(line);
		try {
			Files.writeString(file, GSON.toJson(line) + "\n", StandardOpenOption.APPEND);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException(
				"Cannot write " + file + ": " + Messages.reason(e) + ". Choose a folder that can be written to and has room.", e);
		}
	}
}
