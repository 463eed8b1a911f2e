package org.anomalyflow.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Tells whether a file is still the same without reading it: it is if path, size and time are. */
public final class FileStamp {

	private FileStamp() {}

	/** Path, size and time of last change. */
	public static String of(final Path file) {
		return of(file, file.toString());
	}

	/**
	 * Name, size and time of last change.
	 *
	 * @param name stands for the file, for example its path in some folder
	 */
	public static String of(final Path file, final String name) {
		try {
			return name + "|" + Files.size(file) + "|" + Files.getLastModifiedTime(file).toMillis();
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Cannot read " + file + ": " + Messages.reason(e), e);
		}
	}

	/** As {@link #of(Path)}, but finer: also tells a file from another of the same size that took its place at once. */
	public static String exact(final Path file) {
		try {
			final BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
			return file.toAbsolutePath().normalize() + "|" + attributes.size() + "|" + attributes.lastModifiedTime() + "|" +
				attributes.fileKey();
		}
		catch (final IOException e) {
			return file + "|missing";
		}
	}
}
