package org.anomalyflow.desk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/**
 * What a person says of pictures whose verdict was wrong. A marked picture is copied at once into the folder {@code marked/good} or
 * {@code marked/defective} of the output folder, since it may not stay where it is; commands learn from these folders.
 */
final class Marks {

	static final String GOOD = "good";
	static final String DEFECTIVE = "defective";
	private static final String SEPARATOR = "__";

	private final Path folder;
	private final Map<Long, Path> copies = new HashMap<>();

	/** @param output the output folder */
	Marks(final Path output) {
		folder = output.resolve("marked");
	}

	/** What was said of a picture; empty for nothing. */
	String of(final FolderRows.Row row) {
		final Path copy = copies.get(row.number());
		return copy == null ? "" : copy.getParent().getFileName().toString();
	}

	/**
	 * Marks a picture, or takes the mark back if it has it.
	 *
	 * @param kind {@link #GOOD} or {@link #DEFECTIVE}
	 * @throws AnomalyFlowException if it cannot be copied
	 */
	void toggle(final FolderRows.Row row, final String kind) {
		final boolean back = of(row).equals(kind);
		try {
			final Path before = copies.get(row.number());
			if (!back)
				copies.put(row.number(), copy(row, folder.resolve(kind)));
			if (before != null)
				Files.deleteIfExists(before);
			if (back)
				copies.remove(row.number());
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("The picture " + row.image() + " cannot be marked, because it cannot be copied into " +
				folder.resolve(kind) + ": " + Messages.reason(e) + ".", e);
		}
	}

	private static Path copy(final FolderRows.Row row, final Path target) throws IOException {
		Files.createDirectories(target);
		final String name = row.image().replace("/", SEPARATOR);
		Path free = target.resolve(name);
		for (int i = 2; Files.exists(free); i++)
			free = target.resolve(i + SEPARATOR + name);
		return Files.copy(row.file(), free);
	}

	/** The folder of the pictures of a kind. */
	Path folder(final String kind) {
		return folder.resolve(kind);
	}

	/** How many are marked so. */
	int count(final String kind) {
		return (int) copies.values().stream().filter(copy -> copy.getParent().getFileName().toString().equals(kind)).count();
	}
}
