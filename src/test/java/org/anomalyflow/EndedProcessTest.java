package org.anomalyflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import org.anomalyflow.host.OwnHome;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A host that is ended while the engine computes. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Windows has no signal that asks a process to end")
class EndedProcessTest {

	/** Exit code of a process that a SIGTERM has ended. */
	private static final int TERMINATED = 128 + 15;
	private static final int LIMIT_SECONDS = 60;
	private static final int COMPUTING_MILLIS = 1500;
	private static final String COMPUTES = "COMPUTES";

	@TempDir
	Path folder;

	/** Trains; {@code args}: good images, model file. */
	static final class Training {

		public static void main(final String[] args) {
			AnomalyFlow.restBeforeExit();
			final Progress progress = new Progress() {

				@Override
				public void update(final String stage, final long done, final long total, final String detail) {
					if (done > 0)
						System.out.println(COMPUTES + " " + stage);
				}

				@Override
				public void message(final String line) {
					// not looked at
				}

				@Override
				public boolean isCancelled() {
					return false;
				}
			};
			new AnomalyFlow("cpu", "float32", progress).train(Path.of(args[0]).toFile(), null, Path.of(args[1]).toFile(),
				TrainingOptions.builder().optModel("cs-flow").optBackbone("filter-bank").optHoldout("quick").optEpochs(100).build());
		}
	}

	@Test
	void itEndsInOrder() throws IOException, InterruptedException {
		final Path good = SampleData.generate(folder.resolve("data"), List.of("weave"), 8, 42, Progress.NONE).get(0);
		final ProcessBuilder builder = new ProcessBuilder(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "-Xmx1g", "-XX:-CreateCoredumpOnCrash",
			"-XX:ErrorFile=" + folder.resolve("crash.log"), "-cp",
			System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")), Training.class.getName(), good.toString(),
			folder.resolve("part.aflow").toString()).redirectErrorStream(true);
		builder.environment().put("ANOMALY_FLOW_HOME", OwnHome.in(folder).toString());
		final Process process = builder.start();
		try (BufferedReader output = process.inputReader()) {
			String line = output.readLine();
			while (line != null && !line.startsWith(COMPUTES + " Training"))
				line = output.readLine();
			assertTrue(line != null, "The training has not begun");
			Thread.sleep(COMPUTING_MILLIS);
			process.toHandle().destroy(); // leaves its output open
			final String rest = output.lines().collect(Collectors.joining("\n"));
			assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), rest);
			assertEquals(TERMINATED, process.exitValue(), rest);
			assertFalse(Files.exists(folder.resolve("crash.log")), rest);
			assertTrue(rest.contains("CancelledException"), () -> "The work was not cancelled:\n" + rest);
		}
		finally {
			process.destroyForcibly();
		}
	}
}
