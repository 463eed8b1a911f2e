package org.anomalyflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

import org.anomalyflow.OwnJava;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class OtherTorchTest {

	private static final List<Path> OWN = List.of(Path.of("/home/a b/.anomaly-flow/engine"));

	private static String line(final String path) {
		return "7f1c00000000-7f1c00001000 r-xp 00002000 fe:00 1315                       " + path;
	}

	private static Optional<Path> find(final String... paths) {
		return OtherTorch.find(Stream.of(paths).map(OtherTorchTest::line), OWN);
	}

	@Test
	void onlyTheLibrariesOfAnotherPyTorchCount() {
		assertEquals(Optional.empty(), find("", "[heap]", "/usr/lib/libm.so.6", "/opt/libtorch_like/libx.so", "/opt/libtorchvision.so"));
		assertEquals(Optional.empty(), find("/home/a b/.anomaly-flow/engine/pytorch/2.7.1-cpu-linux-x86_64/libtorch_cpu.so"));
		for (final String other : List.of("/opt/my python/torch/lib/libtorch_cpu.so", "/x/libc10.so", "/x/libtorch.so.2",
			"/home/a b/.anomaly-flow/engine2/libtorch.so"))
			assertEquals(Optional.of(Path.of(other)), find("/usr/lib/libm.so.6", other));
		assertEquals(Optional.of(Path.of("/x/libc10.so")), find("/x/libc10.so (deleted)"));
	}

	/** A process of its own in which another library of that name is loaded first. */
	@Test
	void theEngineDoesNotStartBesideAnother(@TempDir final Path folder) throws Exception {
		final Path other = folder.resolve("libc10.so");
		final Path any = Path.of(System.getProperty("java.home"), "lib", "libnet.so");
		Files.copy(any, other);
		final Process process = new ProcessBuilder(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "-cp", System.getProperty("java.class.path"),
			LoadsAnother.class.getName(), other.toString()).redirectErrorStream(true).start();
		final String output = new String(process.getInputStream().readAllBytes());
		process.waitFor();
		assertTrue(output.contains("Another PyTorch is already loaded in this process, " + other.toRealPath()), output);
		assertFalse(output.contains("started"), output);
	}

	/** Loads a library, then the engine. */
	static final class LoadsAnother {

		public static void main(final String[] arguments) {
			System.load(arguments[0]);
			ComputeContext.open("cpu", "float32", Progress.NONE).close();
			System.out.println("started");
		}
	}
}
