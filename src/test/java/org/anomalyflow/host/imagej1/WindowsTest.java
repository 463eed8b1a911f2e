package org.anomalyflow.host.imagej1;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.anomalyflow.OwnJava;
import org.anomalyflow.host.OwnHome;
import org.anomalyflow.host.VirtualDisplay;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The windows of trainings and results in plain ImageJ, by mouse and keyboard: see {@link TrainingSession}, {@link ResultSession}. */
class WindowsTest {

	private static final int LIMIT_SECONDS = 200;

	@TempDir
	Path folder;

	private String session(final Class<?> type, final String display, final Path... arguments) throws IOException, InterruptedException {
		final Path output = folder.resolve("output.txt");
		final ProcessBuilder builder = new ProcessBuilder(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "-Xmx2g", "-Djava.awt.headless=false",
			"-Djava.util.prefs.userRoot=" + folder, "-Duser.home=" + folder, "-Dplugins.dir=" + folder, "-cp",
			System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), type.getName()).redirectErrorStream(true)
			.redirectOutput(output.toFile());
		for (final Path argument : arguments)
			builder.command().add(argument.toString());
		builder.environment().put("DISPLAY", display);
		builder.environment().put("ANOMALY_FLOW_HOME", OwnHome.in(folder).toString());
		final Process process = builder.start();
		final boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
		process.destroyForcibly().waitFor();
		return Files.readString(output) + (ended ? "" : "NOT ENDED");
	}

	@Test
	void itShowsTrainingsAndDoesWhatItsButtonsSay() throws IOException, InterruptedException {
		final Path category = SampleData.generate(folder.resolve("data"), List.of("weave"), 10, 42, Progress.NONE).get(0);
		try (VirtualDisplay display = VirtualDisplay.start()) {
			assumeTrue(display != null, VirtualDisplay.NEEDED);
			final String seen = session(TrainingSession.class, display.name(), category, Files.createDirectory(folder.resolve("models")));
			for (final String line : List.of( //
				"promise: true", //
				"written: true", //
				"again at first: false", //
				"again: Train again without it", //
				"left out: true", //
				"recorded: true", //
				"windows: 1", //
				"detects with: memory.aflow", //
				"judged: REJECT", //
				"facts: cs-flow on filter-bank, 10 good images; computed on cpu in float32", //
				"finished: true", //
				"details: true", //
				"goes on: true", //
				"kept: []"))
				assertTrue(seen.contains("TRAINING " + line + "\n"), () -> "No line " + line + " in\n" + seen);
		}
	}

	@Test
	void theWindowOfAResultDoesWhatItShows() throws IOException, InterruptedException {
		final Path category = SampleData.generate(folder.resolve("data"), List.of("print"), 8, 42, Progress.NONE).get(0);
		try (VirtualDisplay display = VirtualDisplay.start()) {
			assumeTrue(display != null, VirtualDisplay.NEEDED);
			final String seen = session(ResultSession.class, display.name(), category, category.resolve("test/spot/000.png"), folder);
			for (final String line : List.of( //
				"verdict: true", //
				"heat can be taken away: true", //
				"colours: true", //
				"heat can cover: true", //
				"region selects row: true", //
				"row goes with region: true", //
				"row selects region: true", //
				"annotated channels: 3 true", //
				"labels: 16 2", //
				"rois: true", //
				"tables: true"))
				assertTrue(seen.contains("RESULT " + line + "\n"), () -> "No line " + line + " in\n" + seen);
		}
	}
}
