package org.anomalyflow.host.imagej2;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.anomalyflow.OwnJava;
import org.anomalyflow.host.OwnHome;

/** A real ImageJ2 or Fiji, named by {@code -Dimagej2.home=DIR}, started with our classes on its class path. */
final class RealImageJ2 {

	static final String NEEDED = "needs -Dimagej2.home=DIR, the folder of an ImageJ2 or Fiji";

	private static final int TIMEOUT_SECONDS = 300;
	private static final String ENGINE = Path.of("ai", "djl").toString();
	private static final List<String> OPENED = List.of("java.base/java.lang", "java.base/java.util", "java.desktop/java.awt",
		"java.desktop/sun.awt");

	private final Path home;
	private final Path work;

	private RealImageJ2(final Path home, final Path work) {
		this.home = home;
		this.work = work;
	}

	static boolean isThere() {
		return !System.getProperty("imagej2.home", "").isBlank();
	}

	/** @param work an empty folder for preferences and output */
	static RealImageJ2 in(final Path work) {
		return new RealImageJ2(Path.of(System.getProperty("imagej2.home")), work);
	}

	/** A folder that looks like the installation with our classes in it, made of links. */
	static Path withPlugin(final Path folder) throws IOException {
		final Path home = Path.of(System.getProperty("imagej2.home"));
		final Path jars = Files.createDirectories(folder.resolve("jars"));
		Files.createDirectories(folder.resolve("plugins"));
		for (final String entry : new RealImageJ2(home, folder).classPath().split(File.pathSeparator)) {
			final Path path = Path.of(entry);
			if (entry.endsWith(".jar"))
				Files.createSymbolicLink(jars.resolve(path.getFileName()), path.toAbsolutePath());
			else if (entry.endsWith("*"))
				try (Stream<Path> all = Files.list(path.getParent())) {
					for (final Path jar : all.filter(file -> file.toString().endsWith(".jar")).toList())
						Files.createSymbolicLink(jars.resolve(jar.getFileName()), jar.toAbsolutePath());
				}
			else
				pack(path, jars.resolve("Anomaly_Flow-" + path.getFileName() + ".jar"));
		}
		return folder;
	}

	private static void pack(final Path classes, final Path jar) throws IOException {
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar)); Stream<Path> all = Files.walk(classes)) {
			for (final Path file : all.filter(Files::isRegularFile).toList()) {
				out.putNextEntry(new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
				Files.copy(file, out);
			}
		}
	}

	/** Runs the launcher's main class without a display. */
	String headless(final String... arguments) throws IOException, InterruptedException {
		final List<String> all = new ArrayList<>(List.of("net.imagej.Main", "--headless"));
		all.addAll(List.of(arguments));
		return java(null, all);
	}

	/** Runs {@link ImageJ2Session}, on a display unless it is null. */
	String session(final String display, final String... arguments) throws IOException, InterruptedException {
		final List<String> all = new ArrayList<>(List.of(ImageJ2Session.class.getName()));
		all.addAll(List.of(arguments));
		return java(display, all);
	}

	/** Standard output and error of a Java process with ImageJ2 and our classes. */
	private String java(final String display, final List<String> arguments) throws IOException, InterruptedException {
		final List<String> command = new ArrayList<>(List.of(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "-Xmx2g",
			"-Djava.util.prefs.userRoot=" + work, "-Duser.home=" + work, "-Dplugins.dir=" + home, "-Dij.dir=" + home,
			"-Dscijava.app.directory=" + home, "-Dimagej.dir=" + home, "-Djava.awt.headless=" + (display == null)));
		OPENED.forEach(module -> command.add("--add-opens=" + module + "=ALL-UNNAMED"));
		command.addAll(List.of("-cp", classPath()));
		command.addAll(arguments);
		final Path output = Files.createTempFile(work, "output", ".txt");
		final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().put("ANOMALY_FLOW_HOME", home().toString());
		if (display != null)
			builder.environment().put("DISPLAY", display);
		final Process process = builder.start();
		final boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		process.destroyForcibly().waitFor();
		final String text = Files.readString(output, StandardCharsets.UTF_8);
		return ended ? text : text + "\nNOT ENDED after " + TIMEOUT_SECONDS + " s";
	}

	private Path home() throws IOException {
		return OwnHome.in(work);
	}

	/** ImageJ2's jars, then ours but for those it has in its own version; its script editor has an {@code api} that is not the engine's. */
	private String classPath() throws IOException {
		final Set<String> theirs;
		try (Stream<Path> jars = Files.list(home.resolve("jars"))) {
			theirs = jars.map(RealImageJ2::artifact).collect(Collectors.toSet());
		}
		return Stream
			.concat(Stream.of(home.resolve("jars") + "/*", home.resolve("plugins") + "/*"),
				Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
					.filter(entry -> entry.contains(ENGINE) || !theirs.contains(artifact(Path.of(entry)))))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static String artifact(final Path jar) {
		return jar.getFileName().toString().replaceAll("-\\d.*", "");
	}
}
