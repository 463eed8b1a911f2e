package org.anomalyflow.host.imagej1;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.anomalyflow.host.VirtualDisplay;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The window of a training in plain ImageJ, by mouse and keyboard: see {@link TrainingSession}. */
class TrainingWindowTest {

	private static final int LIMIT_SECONDS = 300;

	@TempDir
	Path folder;

	private String session(final String display, final Path category) throws IOException, InterruptedException {
		final Path output = folder.resolve("output.txt");
		final Path models = Files.createDirectory(folder.resolve("models"));
		final ProcessBuilder builder = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx2g",
			"-Djava.awt.headless=false", "-Djava.util.prefs.userRoot=" + folder, "-Duser.home=" + folder, "-Dplugins.dir=" + folder, "-cp",
			System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), TrainingSession.class.getName(),
			category.toString(), models.toString()).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().put("DISPLAY", display);
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
			final String seen = session(display.name(), category);
			for (final String line : List.of( //
				"promise: true", //
				"written: true", //
				"again at first: false", //
				"again: Train again without it", //
				"left out: true", //
				"recorded: true", //
				"recorded commands: 2", //
				"windows: 1", //
				"detects with: memory.aflow", //
				"at first: false", //
				"stage: Finding the length", //
				"facts: cs-flow on filter-bank, 10 good images; computed on cpu in float32", //
				"finished: true", //
				"details: true", //
				"goes on: true", //
				"kept: []"))
				assertTrue(seen.contains("TRAINING " + line + "\n"), () -> "No line " + line + " in\n" + seen);
		}
	}
}
