package org.anomalyflow.host.imagej1;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.anomalyflow.host.VirtualDisplay;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The windows of plain ImageJ: see {@link DeskSession}. */
class DeskTest {

	@TempDir
	Path folder;

	@Test
	void windowsDoWhatTheySay() throws IOException, InterruptedException {
		final Path category = SampleData.generate(folder.resolve("data"), List.of("weave"), 8, 42, Progress.NONE).get(0);
		try (VirtualDisplay display = VirtualDisplay.start()) {
			assumeTrue(display != null, VirtualDisplay.NEEDED);
			final String seen = WindowProcess.run(DeskSession.class, display, folder,
				List.of(category, category.resolve("test/spot/000.png"), folder));
			for (final String line : List.of( //
				"advanced at first: false", //
				"save to: " + category + ".aflow", //
				"epochs of quick: 3", //
				"still open: true", //
				"rate: true", //
				"answer: " + folder.resolve("named by hand.aflow") + ", 0.05, quick", //
				"recorded: [good_images, save_to, resume, epochs, false_alarm_rate, holdout]", //
				"remembered: 0.05, " + folder.resolve("named by hand.aflow"), //
				"resume again: false", //
				"cancelled: true", //
				"verdict: REJECT", //
				"images: 1", //
				"active: 000-annotated", //
				"again: 1, true", //
				"after twenty: 0 windows, 0 images more", //
				"kept of twenty: at most two", //
				"labels: 000-regions 16"))
				assertTrue(seen.contains("DESK " + line + "\n"), () -> "No line " + line + " in\n" + seen);
		}
	}
}
