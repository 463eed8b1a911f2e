package org.anomalyflow.pretrained;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import org.anomalyflow.OwnJava;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TorchFiles;
import org.anomalyflow.util.Home;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code engine} as a server runs it: in a process of its own, with a home folder of its own. */
class EngineCommandTest {

	private static final int TIMEOUT_SECONDS = 300;

	@TempDir
	Path folder;

	private Path home;
	private int exitCode;

	@BeforeEach
	void makeHome() {
		home = folder.resolve("home");
	}

	private String engine(final String... arguments) throws IOException, InterruptedException {
		final List<String> command = new ArrayList<>(
			List.of(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "-Djava.awt.headless=true", "--add-opens=java.base/java.lang=ALL-UNNAMED", "-cp",
				System.getProperty("java.class.path"), "org.anomalyflow.host.cli.Main", "engine"));
		command.addAll(List.of(arguments));
		final Path output = folder.resolve("output.txt");
		final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
		builder.environment().put("ANOMALY_FLOW_HOME", home.toString());
		builder.environment().put("ANOMALY_FLOW_WEIGHTS", "");
		// the engine's libraries need not be unpacked again
		builder.environment().put("ENGINE_CACHE_DIR", Home.folder().resolve("engine").toString());
		final Process process = builder.start();
		assertTrue(process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS), "not ended");
		exitCode = process.exitValue();
		return Files.readString(output, StandardCharsets.UTF_8);
	}

	private static void assertHas(final String text, final String... parts) {
		for (final String part : parts)
			assertTrue(text.contains(part), () -> "'" + part + "' is not in: " + text);
	}

	private Path resnet18(final String name, final boolean complete) throws IOException {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		WeightsArchitecture.RESNET18.shapes()
			.forEach((key, shape) -> tensors.put(key, HostTensor.of(new float[(int) HostTensor.elements(shape)], shape)));
		if (!complete)
			tensors.remove("bn1.bias");
		return TorchFiles.stateDict(folder.resolve(name), tensors);
	}

	@Test
	void anImportedFileIsInTheStatus() throws IOException, InterruptedException {
		final String imported = engine("--action", "import", "--file", resnet18("mine.pth", true).toString());
		assertEquals(0, exitCode, imported);
		assertHas(imported, "resnet18: " + home.resolve("weights/resnet18-torchvision-"), "origin torchvision", "licence unknown");
		Files.writeString(home.resolve("weights/broken.safetensors"), "nothing");
		final String status = engine();
		assertEquals(0, exitCode, status);
		assertHas(status, "Engine: PyTorch ", "Device cpu: ", " for an operation", "Memory: ", "Home folder: " + home,
			"filter-bank: needs none", "resnet18: " + home.resolve("weights/resnet18-torchvision-"), ", SHA-256 ",
			"efficientnet-b5: not here; efficientnet_b5_lukemelas-1a07897c.pth (123 MB, BSD 3-Clause",
			"bin/anomaly-flow engine --action download --weights efficientnet-b5 --yes", "--weights eva-large-336 --yes",
			"not usable: " + home.resolve("weights/broken.safetensors"));
	}

	@Test
	void whatIsNoCompleteBackboneIsNotImported() throws IOException, InterruptedException {
		final String incomplete = engine("--action", "import", "--file", resnet18("part.pth", false).toString());
		assertEquals(1, exitCode, incomplete);
		assertHas(incomplete, "missing: bn1.bias [64]");
		final String named = engine("--action", "import", "--weights", "efficientnet-b5", "--file", resnet18("mine.pth", true).toString());
		assertEquals(2, exitCode, named);
		assertHas(named, "weights=efficientnet-b5 is not allowed", "mine.pth holds resnet18");
		assertFalse(Files.exists(home.resolve("weights")));
	}

	@Test
	void whatIsUnknownOrUnnamedIsNotFetched() throws IOException, InterruptedException {
		final String unknown = engine("--action", "download", "--weights", "vgg16", "--yes");
		assertEquals(2, exitCode, unknown);
		assertHas(unknown, "weights=vgg16 is not allowed", "resnet18, ");
		assertEquals(2, run("--action", "download", "--yes"));
		assertEquals(2, run("--action", "import"));
		assertFalse(Files.exists(home.resolve("weights")));
	}

	private int run(final String... arguments) throws IOException, InterruptedException {
		engine(arguments);
		return exitCode;
	}
}
