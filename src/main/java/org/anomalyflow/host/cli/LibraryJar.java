package org.anomalyflow.host.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/**
 * A jar among others: which library it is, whatever its version, and in which version.
 *
 * @param file the jar
 * @param artifact the name before the version
 * @param origin the first two parts of the package of its classes: there are many an {@code api}
 * @param version empty if the name does not tell
 */
record LibraryJar(Path file, String artifact, String origin, String version) {

	private static final Pattern NAME = Pattern.compile("(.+?)(?:-(\\d.*))?\\.jar");

	/** @throws AnomalyFlowException if it cannot be read */
	static LibraryJar of(final Path file) {
		final Matcher name = NAME.matcher(file.getFileName().toString());
		if (!name.matches())
			throw new AnomalyFlowException(file + " is no jar");
		try (ZipFile zip = new ZipFile(file.toFile())) {
			final String origin = zip.stream().map(ZipEntry::getName)
				.filter(entry -> entry.endsWith(".class") && entry.contains("/") && !entry.startsWith("META-INF")).sorted().findFirst()
				.map(LibraryJar::origin).orElse("");
			return new LibraryJar(file, name.group(1), origin, name.group(2) == null ? "" : name.group(2));
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("The jar " + file + " cannot be read: " + Messages.reason(e) + ". Replace it by a whole one.", e);
		}
	}

	private static String origin(final String entry) {
		final String[] parts = entry.split("/");
		return parts.length > 2 ? parts[0] + "." + parts[1] : parts[0];
	}

	/** Whether both are the same library. */
	boolean isSameLibrary(final LibraryJar other) {
		return artifact.equals(other.artifact) && origin.equals(other.origin);
	}
}
