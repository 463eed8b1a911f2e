package org.anomalyflow.util;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Tells whether a file is still the same without reading it: it is if path, size and time are. */
public final class FileStamp {

	private FileStamp() {}

	/** Path, size, time of last change and the system's own number: also tells a file from another that took its place. */
	public static String exact(final Path file) {
		try {
			final BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
			return file.toAbsolutePath().normalize() + "|" + attributes.size() + "|" + attributes.lastModifiedTime() + "|" + attributes.fileKey();
		}
		catch (final IOException e) {
			return file + "|missing";
		}
	}
}
