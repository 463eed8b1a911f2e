package org.anomalyflow.util;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Tells by what is in files whether they are still the same: names, sizes and times may agree where contents do not. */
public final class Contents {

	private final Map<Path, String> known = new HashMap<>();
	private final Path root;

	/** @param root folder that may be moved or copied: files are called by their paths in it */
	public Contents(final Path root) {
		this.root = root.toAbsolutePath().normalize();
	}

	/** A file's path in the folder and its content, read once for each of these objects; a file that cannot be read says that. */
	public String stamp(final Path file) {
		return known.computeIfAbsent(file, path -> name(path.toAbsolutePath().normalize()) + "|" + checksum(path));
	}

	/** By name only where a file lies elsewhere. */
	private String name(final Path file) {
		return (file.startsWith(root) ? root.relativize(file) : file.getFileName()).toString().replace('\\', '/');
	}

	private static String checksum(final Path file) {
		try {
			return Digests.sha256(file);
		}
		catch (final AnomalyFlowException e) {
			return "unreadable";
		}
	}
}
