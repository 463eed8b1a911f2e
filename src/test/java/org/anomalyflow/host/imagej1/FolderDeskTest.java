package org.anomalyflow.host.imagej1;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.anomalyflow.OwnJava;
import org.anomalyflow.host.OwnHome;
import org.anomalyflow.host.VirtualDisplay;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The windows of a folder and of models in plain ImageJ: see {@link FolderDeskSession}. */
class FolderDeskTest {

	private static final int LIMIT_SECONDS = 300;

	@TempDir
	Path folder;

	private String session(final String display, final Path category) throws IOException, InterruptedException {
		final Path output = folder.resolve("output.txt");
		final Path plugins = Files.createDirectories(folder.resolve("plugins"));
		try (var jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("Anomaly_Flow-test.jar")))) {
			jar.putNextEntry(new JarEntry("plugins.config"));
			jar.write(CommandPlugIn.class.getResourceAsStream("/plugins.config").readAllBytes());
		}
		final ProcessBuilder builder = new ProcessBuilder(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "-Xmx2g", "-Djava.awt.headless=false",
			"-Djava.util.prefs.userRoot=" + folder, "-Duser.home=" + folder, "-Dplugins.dir=" + folder, "-cp",
			System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), FolderDeskSession.class.getName(),
			category.toString(), folder.toString()).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().put("DISPLAY", display);
		builder.environment().put("ANOMALY_FLOW_HOME", OwnHome.in(folder).toString());
		final Process process = builder.start();
		final boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
		process.destroyForcibly().waitFor();
		return Files.readString(output) + (ended ? "" : "NOT ENDED");
	}

	@Test
	void windowsDoWhatTheySay() throws IOException, InterruptedException {
		final Path category = SampleData.generate(folder.resolve("data"), List.of("weave"), 8, 42, Progress.NONE).get(0);
		try (VirtualDisplay display = VirtualDisplay.start()) {
			assumeTrue(display != null, VirtualDisplay.NEEDED);
			final String seen = session(display.name(), category);
			for (final String line : List.of( //
				"unknown name: true", //
				"offered: 1 true", //
				"counts: 2 pictures: 1 pass, 0 review, 1 reject", //
				"rejected: 1", //
				"of folder a: 1", //
				"newest: true", //
				"result: PASS", //
				"calibrate: true, true", //
				"add: true", //
				"rows: 4", //
				"title: true", //
				"card: true", //
				"drop target: true", //
				"kept: [other, weave]", //
				"removed: true", //
				"detect without an image: true"))
				assertTrue(seen.contains("DESK " + line + "\n"), () -> "No line " + line + " in\n" + seen);
		}
	}
}
