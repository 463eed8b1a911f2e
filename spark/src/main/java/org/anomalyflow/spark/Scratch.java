package org.anomalyflow.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A temporary folder of this machine, deleted with all that is in it. */
final class Scratch implements AutoCloseable {

	private final Path folder;

	Scratch() {
		try {
			folder = Files.createTempDirectory("anomaly-flow-");
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** A folder in it. */
	Path folder(final String name) {
		try {
			return Files.createDirectories(folder.resolve(name));
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	/** Deletes what is in it. */
	void empty() {
		final List<Path> found;
		try (Stream<Path> files = Files.walk(folder)) {
			found = files.filter(file -> !file.equals(folder)).sorted(Comparator.reverseOrder()).toList();
			for (final Path file : found)
				Files.deleteIfExists(file);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}

	@Override
	public void close() {
		empty();
		try {
			Files.deleteIfExists(folder);
		}
		catch (final IOException e) {
			throw new UncheckedIOException(e);
		}
	}
}
