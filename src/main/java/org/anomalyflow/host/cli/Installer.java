package org.anomalyflow.host.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.anomalyflow.Installation;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.AtomicFiles;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Messages;

/**
 * Copies the plugin and the libraries that are not there yet into Fiji, ImageJ2 or plain ImageJ. A library is known by its name
 * and its classes, so that an {@code api} of somebody else is not taken for the engine's; none is put beside another version of
 * itself.
 */
final class Installer {

	private static final String JAR = "*.jar";
	private static final String PLUGIN = "Anomaly_Flow-*.jar";
	/** ImageJ itself, which every target has. */
	private static final String IMAGEJ = "ij";

	private final Path app;
	private final Path target;

	/**
	 * @param app the folder of this program, with {@code plugins} and {@code lib}
	 * @param target the folder of Fiji or ImageJ
	 * @throws InvalidParameterException if that is none
	 */
	Installer(final Path app, final Path target) {
		this.app = app;
		this.target = target;
		if (!Files.isDirectory(target.resolve("plugins")))
			throw new InvalidParameterException("FOLDER", target, "give the folder of Fiji or ImageJ, which has a folder plugins");
	}

	/**
	 * Installs.
	 *
	 * @return what was done, one line each
	 * @throws AnomalyFlowException if something cannot be written, or a library that is there is too old
	 */
	List<String> run() {
		try {
			final List<LibraryJar> present = present();
			refuseOld(present);
			final List<String> lines = new ArrayList<>();
			for (final Path jar : list(app.resolve("lib"), JAR))
				lines.addAll(library(LibraryJar.of(jar), present));
			final Path plugins = target.resolve("plugins");
			for (final Path jar : list(app.resolve("plugins"), PLUGIN)) {
				for (final Path old : list(plugins, PLUGIN))
					Files.delete(old);
				copy(jar, plugins);
				lines.add("Installed: " + plugins.resolve(jar.getFileName()));
			}
			lines.add("Start Fiji or ImageJ again: Plugins > Anomaly Flow.");
			return lines;
		}
		catch (final IOException e) {
			throw new AnomalyFlowException(
				"Cannot install into " + target + ": " + Messages.reason(e) + ". Close Fiji or ImageJ, and choose a folder that can be written to.",
				e);
		}
	}

	private Path jars() {
		return Files.isDirectory(target.resolve("jars")) ? target.resolve("jars") : target.resolve("plugins/jars");
	}

	/** The libraries of the target, also those of its platform folders. */
	private List<LibraryJar> present() throws IOException {
		final List<Path> folders = new ArrayList<>(List.of(target, jars(), target.resolve("plugins")));
		if (Files.isDirectory(jars()))
			try (Stream<Path> inner = Files.list(jars())) {
				inner.filter(Files::isDirectory).forEach(folders::add);
			}
		final List<LibraryJar> found = new ArrayList<>();
		for (final Path folder : folders)
			for (final Path jar : list(folder, JAR))
				found.add(LibraryJar.of(jar));
		return found;
	}

	private static void refuseOld(final List<LibraryJar> present) {
		final String old = present.stream().filter(jar -> !isEngine(jar) && Installation.isTooOld(jar.artifact(), jar.origin(), jar.version()))
			.map(jar -> "\n  " + jar.file()).collect(Collectors.joining());
		if (!old.isEmpty())
			throw new AnomalyFlowException("Nothing was installed, because these libraries are too old:" + old +
				"\nBring Fiji or ImageJ up to date (Help > Update...), and install again.");
	}

	private List<String> library(final LibraryJar jar, final List<LibraryJar> present) throws IOException {
		final Optional<LibraryJar> same = present.stream().filter(jar::isSameLibrary).findFirst();
		if (jar.artifact().equals(IMAGEJ) || same.isPresent() && !isEngine(jar))
			return same.filter(kept -> !kept.version().equals(jar.version()))
				.map(kept -> List.of("Kept: " + kept.file().getFileName() + " (tested with " + jar.version() + ")")).orElse(List.of());
		if (same.isPresent() && same.get().version().equals(jar.version()))
			return List.of();
		if (same.isPresent())
			Files.delete(same.get().file());
		copy(jar.file(), jars());
		return List.of("Copied: " + jar.file().getFileName());
	}

	/** Nobody else's, and all of one version: the engine's jars replace older ones of themselves. */
	private static boolean isEngine(final LibraryJar jar) {
		return jar.origin().equals("ai.djl") || jar.artifact().startsWith("pytorch-");
	}

	private static void copy(final Path jar, final Path folder) throws IOException {
		Files.createDirectories(folder);
		AtomicFiles.write(folder.resolve(jar.getFileName()), temporary -> Files.write(temporary, Files.readAllBytes(jar)));
	}

	private static List<Path> list(final Path folder, final String pattern) throws IOException {
		final List<Path> files = new ArrayList<>();
		if (Files.isDirectory(folder))
			try (DirectoryStream<Path> jars = Files.newDirectoryStream(folder, pattern)) {
				jars.forEach(files::add);
			}
		files.sort(null);
		return files;
	}
}
