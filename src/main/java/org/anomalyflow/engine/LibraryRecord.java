package org.anomalyflow.engine;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

import org.anomalyflow.util.AtomicFiles;

/**
 * What is known of the libraries in a folder, kept in a file beside it: DJL would load one inside. Sizes and times tell
 * quickly, before every start, whether anything has changed since the contents were checked.
 *
 * @param files name to what is known
 */
record LibraryRecord(SortedMap<String, Known> files) {

	private static final String ENDING = ".checked";
	private static final String SEPARATOR = "\t";
	private static final int COLUMNS = 4;

	/** The content of a file: size in bytes and CRC-32. */
	record Content(long size, long crc) {}

	/** A content and the time of the file's last change, in milliseconds. */
	record Known(Content content, long time) {}

	private static Path file(final Path folder) {
		return folder.resolveSibling(folder.getFileName() + ENDING);
	}

	static boolean isThere(final Path folder) {
		return Files.isRegularFile(file(folder));
	}

	static void forget(final Path folder) throws IOException {
		Files.deleteIfExists(file(folder));
	}

	/** The record of a folder; empty if there is none, or if it is damaged. */
	static LibraryRecord read(final Path folder) {
		final SortedMap<String, Known> files = new TreeMap<>();
		try {
			for (final String line : Files.readAllLines(file(folder))) {
				final String[] parts = line.split(SEPARATOR, COLUMNS);
				files.put(parts[3], new Known(new Content(Long.parseLong(parts[0]), Long.parseLong(parts[1])), Long.parseLong(parts[2])));
			}
			return new LibraryRecord(files);
		}
		catch (final IOException | RuntimeException e) {
			return new LibraryRecord(new TreeMap<>());
		}
	}

	/** A fresh record of all files in a folder, whose contents are read. */
	static LibraryRecord of(final Path folder) throws IOException {
		final SortedMap<String, Known> files = new TreeMap<>();
		try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, Files::isRegularFile)) {
			for (final Path file : all) {
				final long time = Files.getLastModifiedTime(file).toMillis();
				files.put(file.getFileName().toString(), new Known(content(file), time));
			}
		}
		return new LibraryRecord(files);
	}

	private static Content content(final Path file) throws IOException {
		final CRC32 crc = new CRC32();
		try (InputStream in = new CheckedInputStream(Files.newInputStream(file), crc)) {
			return new Content(in.transferTo(OutputStream.nullOutputStream()), crc.getValue());
		}
	}

	/** Writes it beside the folder. */
	void write(final Path folder) {
		final StringBuilder lines = new StringBuilder();
		files.forEach((name, known) -> lines.append(known.content.size).append(SEPARATOR).append(known.content.crc).append(SEPARATOR)
			.append(known.time).append(SEPARATOR).append(name).append('\n'));
		AtomicFiles.write(file(folder), temporary -> Files.writeString(temporary, lines));
	}

	SortedMap<String, Content> contents() {
		final SortedMap<String, Content> contents = new TreeMap<>();
		files.forEach((name, known) -> contents.put(name, known.content));
		return contents;
	}

	/** Whether all files still have their sizes and times. */
	boolean isUnchanged(final Path folder) {
		return files.entrySet().stream().allMatch(e -> {
			final Path file = folder.resolve(e.getKey());
			try {
				return Files.size(file) == e.getValue().content.size && Files.getLastModifiedTime(file).toMillis() == e.getValue().time;
			}
			catch (final IOException missing) {
				return false;
			}
		});
	}

	/** Whether a folder has files of these contents; they are read if their sizes are right. */
	static boolean contains(final Path folder, final Map<String, Content> expected) throws IOException {
		for (final Map.Entry<String, Content> e : expected.entrySet()) {
			final Path file = folder.resolve(e.getKey());
			if (!Files.isRegularFile(file) || Files.size(file) != e.getValue().size || !content(file).equals(e.getValue()))
				return false;
		}
		return !expected.isEmpty();
	}
}
