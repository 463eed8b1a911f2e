package org.anomalyflow.pretrained;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Where golden files lie: the folder of the system property {@code golden.dir}, else that of the sources. */
public final class GoldenFiles {

	private GoldenFiles() {}

	public static Path folder() {
		return Path.of(System.getProperty("golden.dir", "src/test/resources/golden"));
	}

	public static Path checkpoint(final String name) {
		final Path file = folder().resolve("checkpoints").resolve(name);
		assertTrue(Files.isRegularFile(file), "missing golden file " + file);
		return file;
	}
}
