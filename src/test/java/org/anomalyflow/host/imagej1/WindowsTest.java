package org.anomalyflow.host.imagej1;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.anomalyflow.host.VirtualDisplay;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The windows of trainings and results in plain ImageJ, by mouse and keyboard: see {@link TrainingSession}, {@link ResultSession}. */
class WindowsTest {

	@TempDir
	Path folder;

	@Test
	void itShowsTrainingsAndDoesWhatItsButtonsSay() throws IOException, InterruptedException {
		final Path category = SampleData.generate(folder.resolve("data"), List.of("weave"), 10, 42, Progress.NONE).get(0);
		try (VirtualDisplay display = VirtualDisplay.start()) {
			assumeTrue(display != null, VirtualDisplay.NEEDED);
			final String seen = WindowProcess.run(TrainingSession.class, display, folder,
				List.of(category, Files.createDirectory(folder.resolve("models"))));
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
				"closed question: true", //
				"kept: []"))
				assertTrue(seen.contains("TRAINING " + line + "\n"), () -> "No line " + line + " in\n" + seen);
			assertFalse(seen.contains("Exception"), seen);
		}
	}

	@Test
	void theWindowOfAResultDoesWhatItShows() throws IOException, InterruptedException {
		final Path category = SampleData.generate(folder.resolve("data"), List.of("print"), 8, 42, Progress.NONE).get(0);
		try (VirtualDisplay display = VirtualDisplay.start()) {
			assumeTrue(display != null, VirtualDisplay.NEEDED);
			final String seen = WindowProcess.run(ResultSession.class, display, folder,
				List.of(category, category.resolve("test/spot/000.png"), folder));
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
