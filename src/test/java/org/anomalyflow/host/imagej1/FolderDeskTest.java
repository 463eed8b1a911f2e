package org.anomalyflow.host.imagej1;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.anomalyflow.host.VirtualDisplay;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The windows of a folder and of models in plain ImageJ: see {@link FolderDeskSession}. */
class FolderDeskTest {

	@TempDir
	Path folder;

	private String session(final VirtualDisplay display, final Path category) throws IOException, InterruptedException {
		final Path plugins = Files.createDirectories(folder.resolve("plugins"));
		try (var jar = new JarOutputStream(Files.newOutputStream(plugins.resolve("Anomaly_Flow-test.jar")))) {
			jar.putNextEntry(new JarEntry("plugins.config"));
			jar.write(CommandPlugIn.class.getResourceAsStream("/plugins.config").readAllBytes());
		}
		return WindowProcess.run(FolderDeskSession.class, display, folder, List.of(category, folder));
	}

	@Test
	void windowsDoWhatTheySay() throws IOException, InterruptedException {
		final Path category = SampleData.generate(folder.resolve("data"), List.of("weave"), 8, 42, Progress.NONE).get(0);
		try (VirtualDisplay display = VirtualDisplay.start()) {
			assumeTrue(display != null, VirtualDisplay.NEEDED);
			final String seen = session(display, category);
			for (final String line : List.of( //
				"begins with: weave", //
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
