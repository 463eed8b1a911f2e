package org.anomalyflow.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.FileTrees;
import org.anomalyflow.util.Messages;

/**
 * A file that an item of batch work has written.
 *
 * @param file path in the output folder, with slashes
 * @param size in bytes
 */
record Written(String file, long size) {

	/** What has been written. */
	static List<Written> of(final Path folder, final List<Path> files) {
		return files.stream().flatMap(Written::each).map(file -> new Written(OutputNames.relative(folder, file), size(file))).toList();
	}

	/** A folder stands for all files in it. */
	private static Stream<Path> each(final Path file) {
		try {
			return Files.isDirectory(file) ? FileTrees.files(file).stream() : Stream.of(file);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read " + file + ", which was just written: " + Messages.reason(e), e);
		}
	}

	private static long size(final Path file) {
		try {
			return Files.size(file);
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read " + file + ", which was just written: " + Messages.reason(e), e);
		}
	}

	/** Whether it is still there. */
	boolean isIn(final Path folder) {
		try {
			return Files.size(folder.resolve(file)) == size;
		}
		catch (final IOException e) {
			return false;
		}
	}
}
