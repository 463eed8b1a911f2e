package org.anomalyflow.host.imagej1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.anomalyflow.OwnJava;
import org.anomalyflow.host.OwnHome;
import org.anomalyflow.host.VirtualDisplay;

/** A process of plain ImageJ with windows, whose home is a folder of the test. */
final class WindowProcess {

	private static final int LIMIT_SECONDS = 240;

	private WindowProcess() {}

	/**
	 * What a program prints, and {@code NOT ENDED} if it does not end in time.
	 *
	 * @param folder for its home, preferences and plugins
	 */
	static String run(final Class<?> type, final VirtualDisplay display, final Path folder, final List<Path> arguments)
		throws IOException, InterruptedException
	{
		final Path output = folder.resolve("output.txt");
		final ProcessBuilder builder = new ProcessBuilder(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "-Xmx2g", "-Djava.awt.headless=false",
			"-Djava.util.prefs.userRoot=" + folder, "-Duser.home=" + folder, "-Dplugins.dir=" + folder, "-cp",
			System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), type.getName()).redirectErrorStream(true)
			.redirectOutput(output.toFile());
		arguments.forEach(argument -> builder.command().add(argument.toString()));
		builder.environment().put("DISPLAY", display.name());
		builder.environment().put("ANOMALY_FLOW_HOME", OwnHome.in(folder).toString());
		final Process process = builder.start();
		final boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
		process.destroyForcibly().waitFor();
		return Files.readString(output) + (ended ? "" : "NOT ENDED");
	}
}
