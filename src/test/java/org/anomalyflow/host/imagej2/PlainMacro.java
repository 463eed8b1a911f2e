package org.anomalyflow.host.imagej2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.anomalyflow.OwnJava;
import org.anomalyflow.host.OwnHome;
import org.anomalyflow.host.cli.Main;

/** Java processes with our classes and a menu, as {@code bin/anomaly-flow} and plain ImageJ start them. */
final class PlainMacro {

	private static final int LIMIT_SECONDS = 500;

	private PlainMacro() {}

	/** What {@code bin/anomaly-flow macro} prints. */
	static String run(final Path folder, final Path macro) throws IOException, InterruptedException {
		return java(folder, null, Main.class.getName(), "macro", macro.toString());
	}

	/**
	 * What a process prints.
	 *
	 * @param folder for preferences, its own library of models and the menu
	 * @param display null for none
	 * @param arguments main class and what follows
	 */
	static String java(final Path folder, final String display, final String... arguments) throws IOException, InterruptedException {
		install(folder);
		final List<String> command = new ArrayList<>(
			List.of(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "-Xmx2g", "--add-opens=java.base/java.lang=ALL-UNNAMED",
				"-Djava.awt.headless=" + (display == null), "-Djava.util.prefs.userRoot=" + folder, "-Duser.home=" + folder,
				"-Dplugins.dir=" + folder, "-cp", System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
		command.addAll(List.of(arguments));
		final Path output = Files.createTempFile(folder, "output", ".txt");
		final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		if (display != null)
			builder.environment().put("DISPLAY", display);
		builder.environment().put("ANOMALY_FLOW_HOME", OwnHome.in(folder).toString());
		final Process process = builder.start();
		final boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
		process.destroyForcibly().waitFor();
		return Files.readString(output) + (ended ? "" : "NOT ENDED");
	}

	private static void install(final Path folder) throws IOException {
		final Path plugins = Files.createDirectories(folder.resolve("plugins"));
		try (var jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("Anomaly_Flow-test.jar")))) {
			jar.putNextEntry(new JarEntry("plugins.config"));
			jar.write(Main.class.getResourceAsStream("/plugins.config").readAllBytes());
		}
	}
}
