package org.anomalyflow.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphicsDriverTest {

	@TempDir
	private Path folder;

	private String why(final String version) throws IOException {
		final Path file = folder.resolve("version");
		if (version != null)
			Files.writeString(file, "NVRM version: NVIDIA UNIX x86_64 Kernel Module  " + version + "  Thu Jul 17 2025\nGCC version: 12.3.0\n");
		return new GraphicsDriver(file, folder.resolve("nvcuda.dll")).whyNone();
	}

	@Test
	void saysWhatIsMissing() throws IOException {
		assertTrue(why(null).contains("no driver of NVIDIA is installed"));
		assertTrue(why("535.183.01").contains("driver is 535.183.01, and the engine with CUDA needs 570"));
		assertTrue(why("570.86.10").contains("driver 570.86.10 is here") && why("570.86.10").contains("docs/gpu.md"));
	}

	@Test
	void aDriverWithoutAVersionIsOne() throws IOException {
		Files.createFile(folder.resolve("nvcuda.dll"));
		assertTrue(why(null).contains("NVIDIA's driver is here"));
	}
}
