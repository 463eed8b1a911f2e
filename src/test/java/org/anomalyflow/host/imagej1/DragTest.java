package org.anomalyflow.host.imagej1;

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

/** Files that are dragged out of another program: see {@link DragSession}. */
class DragTest {

	@TempDir
	Path folder;

	@Test
	void whatIsDroppedIsTaken() throws IOException, InterruptedException {
		final Path category = SampleData.generate(folder.resolve("data"), List.of("weave"), 8, 42, Progress.NONE).get(0);
		final Path model = Files.writeString(folder.resolve("part.aflow"), "no model, but called as one");
		try (VirtualDisplay display = VirtualDisplay.start()) {
			assumeTrue(display != null, VirtualDisplay.NEEDED);
			assumeTrue(display.manageWindows(), VirtualDisplay.MANAGER_NEEDED);
			final String seen = WindowProcess.run(DragSession.class, display, folder,
				List.of(category, model, category.resolve("test/spot/000.png")));
			for (final String line : List.of("folder: true", "times: true", "verdict: REJECT", "card: true"))
				assertTrue(seen.contains("DRAG " + line + "\n"), () -> "No line " + line + " in\n" + seen);
		}
	}
}
