package org.anomalyflow;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * The libraries that this program needs, compared with those that are there. In Fiji and ImageJ they lie among those of other
 * plug-ins, which may have brought older ones: better to say so before the work than to fail at its end.
 */
public final class Installation {

	private static final String LIST = "libraries.txt";
	private static final Pattern FILE_VERSION = Pattern.compile("-(\\d[\\w.]*(?:-\\d[\\w.]*)?)\\.jar$");

	private static Installation ofProgram;

	private final List<Library> libraries;

	/**
	 * A library that is needed.
	 *
	 * @param name group and artifact, separated by a colon
	 * @param origin a class of it
	 * @param built the version that this program was built and tested with
	 * @param least the oldest version that has what is used
	 * @param jar where it was found; empty if it is missing
	 * @param found its version; empty if it is missing or does not tell
	 */
	record Library(String name, String origin, String built, String least, String jar, String found) {

		boolean isMissing() {
			return jar.isEmpty();
		}

		boolean isTooOld() {
			return !isMissing() && !found.isEmpty() && compare(found, least) < 0;
		}

		/** What is wrong, or that nothing is. */
		String state() {
			if (isMissing())
				return name + " is missing; version " + built + " is needed";
			if (isTooOld())
				return name + " " + found + " is too old, at least " + least + " is needed: " + jar;
			return name + " " + (found.isEmpty() ? "of unknown version" : found);
		}
	}

	private Installation(final List<Library> libraries) {
		this.libraries = List.copyOf(libraries);
	}

	/** That of this process, looked at once. */
	public static synchronized Installation ofProgram() {
		if (ofProgram == null)
			ofProgram = of(Installation.class.getClassLoader());
		return ofProgram;
	}

	/** What a class loader finds. */
	static Installation of(final ClassLoader loader) {
		final List<Library> libraries = new ArrayList<>();
		try (InputStream in = Installation.class.getResourceAsStream(LIST)) {
			for (final String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList())
				if (!line.isBlank() && !line.startsWith("#"))
					libraries.add(library(line.trim().split(" "), loader));
		}
		catch (final IOException e) {
			throw new AnomalyFlowException("Anomaly Flow's own jar cannot be read. Install it again.", e);
		}
		return new Installation(libraries);
	}

	/** @param words group, artifact, built, least, class */
	private static Library library(final String[] words, final ClassLoader loader) {
		final String name = words[0] + ":" + words[1];
		try {
			final CodeSource source = Class.forName(words[4], false, loader).getProtectionDomain().getCodeSource();
			final URL jar = source == null ? null : source.getLocation();
			return new Library(name, words[4], words[2], words[3], String.valueOf(jar), jar == null ? "" : version(words, jar));
		}
		catch (final ClassNotFoundException | LinkageError e) {
			return new Library(name, words[4], words[2], words[3], "", "");
		}
	}

	/** As Maven has written it into the jar, else of the file's name. */
	private static String version(final String[] words, final URL jar) {
		try (InputStream in = new URL("jar:" + jar + "!/META-INF/maven/" + words[0] + "/" + words[1] + "/pom.properties").openStream()) {
			final Properties properties = new Properties();
			properties.load(in);
			return properties.getProperty("version", "");
		}
		catch (final IOException | IllegalArgumentException e) {
			final Matcher name = FILE_VERSION.matcher(jar.getPath());
			return Optional.of(name).filter(Matcher::find).map(found -> found.group(1)).orElse("");
		}
	}

	/**
	 * Whether a jar is one of the libraries in a version that lacks what is used.
	 *
	 * @param artifact the name of the jar before the version
	 * @param origin the first two parts of the package of its classes
	 * @param version empty if it is not known
	 */
	public static boolean isTooOld(final String artifact, final String origin, final String version) {
		return ofProgram().libraries.stream().anyMatch(library -> library.name().endsWith(":" + artifact) &&
			library.origin().startsWith(origin) && !version.isEmpty() && compare(version, library.least()) < 0);
	}

	/** Compares versions number by number; what is no number counts as none. */
	static int compare(final String a, final String b) {
		final String[] left = a.split("[.-]");
		final String[] right = b.split("[.-]");
		for (int i = 0; i < Math.max(left.length, right.length); i++) {
			final int order = Integer.compare(number(left, i), number(right, i));
			if (order != 0)
				return order;
		}
		return 0;
	}

	private static int number(final String[] parts, final int index) {
		return index < parts.length && parts[index].matches("\\d{1,9}") ? Integer.parseInt(parts[index]) : 0;
	}

	/**
	 * Goes on only with all libraries in versions that have what is used.
	 *
	 * @throws AnomalyFlowException naming those that are missing or too old, and what to do
	 */
	public void check() {
		final String wrong = libraries.stream().filter(library -> library.isMissing() || library.isTooOld()).map(Library::state)
			.collect(Collectors.joining("\n  "));
		if (!wrong.isEmpty())
			throw new AnomalyFlowException("Anomaly Flow is not completely installed:\n  " + wrong +
				"\nBring Fiji or ImageJ up to date (Help > Update...), then install Anomaly Flow again: bin/anomaly-flow install FOLDER");
	}

	/** What is installed, as lines for a user. */
	public List<String> lines() {
		final List<String> lines = new ArrayList<>(List.of("Libraries:"));
		libraries.forEach(library -> lines.add("  " + library.state()));
		return lines;
	}
}
