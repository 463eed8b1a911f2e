package org.anomalyflow.util;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Tells by what is in files whether they are still the same: names, sizes and times may agree where contents do not. */
public final class Contents {

	private final Map<Path, String> known = new HashMap<>();

	/** A file's path and content, read once for each of these objects; a file that cannot be read says that. */
	public String stamp(final Path file) {
		return known.computeIfAbsent(file, path -> path.toAbsolutePath().normalize() + "|" + checksum(path));
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
