package org.anomalyflow.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/** Tells whether a file is still the same without reading it: it is if path, size and time are. */
final class FileStamp {

	private FileStamp() {}

	/** Path, size and time of last change. */
	static String of(final Path file) {
		return of(file, file.toString());
	}

	/**
	 * Name, size and time of last change.
	 *
	 * @param name stands for the file, for example its path in some folder
	 */
	static String of(final Path file, final String name) {
		try {
			return name + "|" + Files.size(file) + "|" + Files.getLastModifiedTime(file).toMillis();
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read " + file + ": " + Messages.reason(e), e);
		}
	}
}
