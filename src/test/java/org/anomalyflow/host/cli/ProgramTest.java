package org.anomalyflow.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import org.anomalyflow.OwnJava;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program in a process of its own: macros in an ImageJ without a display, and Ctrl-C. */
class ProgramTest {

	private static final int LIMIT_SECONDS = 120;

	@TempDir
	private Path folder;

	/** How a process ended and all that it printed. */
	private record Ended(int exitCode, String text) {}

	/** ImageJ finds commands in the {@code plugins.config} of jars in its plugins folder. */
	@BeforeEach
	void installMenu() throws IOException {
		final Path plugins = Files.createDirectories(folder.resolve("plugins"));
		try (OutputStream file = Files.newOutputStream(plugins.resolve("Anomaly_Flow-test.jar"));
			JarOutputStream jar = new JarOutputStream(file))
		{
			jar.putNextEntry(new JarEntry("plugins.config"));
			jar.write(Main.class.getResourceAsStream("/plugins.config").readAllBytes());
		}
	}

	private Process start(final String... args) throws IOException {
		final List<String> command = new ArrayList<>(
			List.of(OwnJava.PROGRAM, OwnJava.ONE_COMPILER, "--add-opens=java.base/java.lang=ALL-UNNAMED", "-Djava.awt.headless=true",
				"-Dplugins.dir=" + folder, "-Dorg.slf4j.simpleLogger.defaultLogLevel=off", "-cp", classPath(), Main.class.getName()));
		command.addAll(List.of(args));
		return new ProcessBuilder(command).redirectErrorStream(true).directory(folder.toFile()).start();
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	private Ended macro(final String code, final String argument) throws IOException, InterruptedException {
		final Path file = Files.writeString(folder.resolve("a macro, ü.ijm"), code);
		return end(start("macro", file.toString(), argument));
	}

	private static Ended end(final Process process) throws IOException, InterruptedException {
		final String text = new String(process.getInputStream().readAllBytes());
		assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS), text);
		return new Ended(process.exitValue(), text);
	}

	private static void assertEnded(final int exitCode, final Ended ended, final String... words) {
		assertEquals(exitCode, ended.exitCode, ended.text);
		for (final String word : words)
			assertTrue(ended.text.contains(word), word + " is not in: " + ended.text);
	}

	@Test
	void aMacroTrainsDetectsAndMeasures() throws IOException, InterruptedException {
		SampleData.generate(folder, List.of("weave"), 6, 1, Progress.NONE);
		assertEnded(0,
			macro(
				"""
					data = getArgument();
					run("Train Anomaly Model...", "good_images=[" + data + "/train/good] save_to=[" + data + "/a b.aflow] epochs=1 holdout=quick image_size=64 backbone=filter-bank");
					open(data + "/test/good/000.png");
					run("Detect Anomalies...", "model_file=[" + data + "/a b.aflow] pixel_threshold=-1000 labels output_folder=[" + data + "/found] write=labels+heatmaps+rois");
					print("images " + nImages + ", active " + getTitle());
					print("table " + nResults + " " + (getResult("score", 0) == Table.get("score", 0)) + " " + getResultString("image", 0));
					selectImage("000-heatmap");
					print("heatmap " + bitDepth());
					selectImage("000-mask");
					print("mask " + getValue("Max"));
					selectImage("000-regions");
					print("labels " + bitDepth() + " " + getValue("Max"));
					selectImage("000-annotated");
					saveAs("tiff", data + "/annotated.tif");
					close("*");
					open(data + "/annotated.tif");
					print("regions " + Overlay.size);
					open(data + "/found/labels/000.tif");
					getLut(reds, greens, blues);
					print("file " + bitDepth() + " " + getValue("Max") + " " + (reds[1] != reds[2] || greens[1] != greens[2]));
					run("Anomaly Model Info...", "model_file=[" + data + "/a b.aflow]");
					""",
				folder.resolve("weave").toString()),
			"images 5, active 000.png", "labels 16 1", "file 16 1 1", "table 1 1 000.png", "heatmap 32", "mask 255", "regions 1",
			"Model: cs-flow");
	}

	@Test
	void aFailingCommandStopsTheMacro() throws IOException, InterruptedException {
		final Ended wrong = macro("print('before');\nrun('Train Anomaly Model...', 'save_to=x epoch=3');\nprint('after');", "");
		assertEnded(2, wrong, "before", "epoch is not a parameter of Train Anomaly Model", "stopped in line 2");
		assertTrue(!wrong.text.contains("after"), wrong.text);
		assertEnded(2, macro("run('Detect Anomalies...', 'image=[no such] model_file=x');", ""), "no image is open");
		assertEnded(1, macro("run('Anomaly Model Info...', 'model_file=none.aflow');", ""), "none.aflow");
	}

	@Test
	void whatIsWrongInAMacroIsAFailure() throws IOException, InterruptedException {
		assertEnded(1, macro("print('x';", ""), "')' expected in line 1");
		assertEnded(1, macro("run('No Such Command');", ""), "Unrecognized command");
		assertEnded(1, macro("exit('told ' + getArgument());", "so"), "told so");
		assertEnded(0, macro("print('done'); exit();", ""), "done");
	}

	@Test
	void ctrlCKeepsWhatIsNeededToGoOn() throws IOException, InterruptedException {
		final Path status = Path.of("/proc/self/status");
		assumeTrue(Files.exists(status) && !ignoresInterrupts(status), "needs a Linux where Ctrl-C is not ignored");
		final String data = SampleData.generate(folder, List.of("weave"), 6, 1, Progress.NONE).get(0).toString();
		final Process process = start("train", "--good-images", data, "--save-to", "m.aflow", "--epochs", "100000", "--image-size", "64",
			"--backbone", "filter-bank");
		final Path checkpoint = folder.resolve("m.aflow.resume");
		final BufferedReader reader = process.inputReader();
		final long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
		while (!Files.exists(checkpoint) && process.isAlive() && System.nanoTime() < limit)
			Thread.sleep(50);
		new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
		assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
		final String text = String.join("\n", reader.lines().toList());
		assertEquals(130, process.exitValue(), text);
		assertTrue(Files.exists(checkpoint) && text.contains("cancelled"), text);
		assertTrue(Files.notExists(folder.resolve("m.aflow")));
	}

	/** While a process starts, much fails in ways of its own; the user only hears that the work was cancelled. */
	@Test
	void signalsInTheFirstSecondEndTheProgramWithoutAnError() throws IOException, InterruptedException {
		final Path status = Path.of("/proc/self/status");
		assumeTrue(Files.exists(status) && !ignoresInterrupts(status), "needs a Linux where Ctrl-C is not ignored");
		for (int millis = 100; millis <= 700; millis += 75) {
			final String signal = millis % 2 == 0 ? "-INT" : "-TERM";
			final Process process = start("engine");
			Thread.sleep(millis);
			new ProcessBuilder("kill", signal, Long.toString(process.pid())).start().waitFor();
			final Ended ended = end(process);
			assertTrue(List.of(0, 130, 143).contains(ended.exitCode), signal + " after " + millis + " ms: " + ended);
			assertFalse(ended.text.matches("(?s).*(unforeseen|Exception|Error|\\tat |in progress).*"), ended.text);
		}
	}

	/** The engine is being loaded by another thread when the command fails. */
	@Test
	void aFailureWhileTheEngineStartsIsToldLikeAnyOther() throws IOException, InterruptedException {
		for (int i = 0; i < 3; i++)
			assertEnded(1,
				end(start("detect-folder", "--input-folder", folder.toString(), "--output-folder", "out", "--model-file", "none.aflow")),
				"none.aflow");
	}

	/** Whether bit 1 of the mask of ignored signals is set, as in background jobs of simple shells. */
	private static boolean ignoresInterrupts(final Path status) throws IOException {
		return Files.readAllLines(status).stream().filter(line -> line.startsWith("SigIgn:"))
			.anyMatch(line -> (Long.parseUnsignedLong(line.replaceAll("^SigIgn:\\s*", ""), 16) >> 1 & 1) == 1);
	}
}
