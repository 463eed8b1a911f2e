package org.anomalyflow.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders with all that is in them, which stand for one thing. */
public final class FileTrees {

	private FileTrees() {}

	/** The file itself, or all files below a folder in the order of their names. */
	public static List<Path> files(final Path fileOrFolder) throws IOException {
		try (Stream<Path> tree = Files.walk(fileOrFolder)) {
			return tree.filter(Files::isRegularFile).sorted().toList();
		}
	}

	/** Deletes a file, or a folder with all that is in it; links are not followed. */
	public static void delete(final Path fileOrFolder) throws IOException {
		final List<Path> all;
		try (Stream<Path> tree = Files.walk(fileOrFolder)) {
			all = tree.sorted(Comparator.reverseOrder()).toList();
		}
		for (final Path each : all)
			Files.deleteIfExists(each);
	}
}
