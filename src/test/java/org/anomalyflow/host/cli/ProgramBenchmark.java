package org.anomalyflow.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import org.anomalyflow.Turns;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The whole program, {@code bin/anomaly-flow} after {@code mvn package}, in turns with an earlier build of it, whose launcher
 * {@code -Dbenchmark.before} names, and macros with the command that does the same.
 */
class ProgramBenchmark {

	private static final int IMAGES = Integer.getInteger("benchmark.images", 200);
	private static final int CALLS = 100;
	private static final int SIDE = 256;
	private static final String NOW = "bin/anomaly-flow";
	private static final String BEFORE = System.getProperty("benchmark.before", "");
	private static final int THREADS = Integer.parseInt(System.getenv().getOrDefault("OMP_NUM_THREADS", "0"));
	@TempDir
	private static Path folder;
	private static Path images;

	@BeforeAll
	static void draw() {
		SampleData.generate(folder, List.of("weave"), IMAGES, 1, Progress.NONE);
		images = folder.resolve("weave/train/good");
	}

	@ParameterizedTest
	@ValueSource(strings = { "danflow", "cs-flow" })
	void folder(final String model) throws IOException {
		assumeTrue(!BEFORE.isEmpty(), "needs -Dbenchmark.before, the launcher of an earlier build");
		final Path file = train(model);
		Turns.compare("detect-folder-" + model + " images=" + IMAGES, detectFolder(NOW, file, images), detectFolder(BEFORE, file, images),
			THREADS);
	}

	@Test
	void start() throws IOException {
		assumeTrue(!BEFORE.isEmpty(), "needs -Dbenchmark.before, the launcher of an earlier build");
		final Path file = train("danflow");
		final String[] detection = { "detect", "--image", images.resolve("000.png").toString(), "--model-file", file.toString() };
		program(NOW, detection).seconds(); // keeps the archive of classes
		program(BEFORE, detection).seconds();
		Turns.compare("start-to-verdict", program(NOW, detection), program(BEFORE, detection), THREADS);
	}

	/** One image after another opened and judged by a macro, beside one command for their folder. */
	@Test
	void macro() throws IOException {
		final Path file = train("danflow");
		final Path some = Files.createDirectories(folder.resolve("some"));
		for (final int i : IntStream.range(0, CALLS).toArray())
			Files.copy(images.resolve(String.format("%03d.png", i % IMAGES)), some.resolve(String.format("%03d.png", i)));
		final Path macro = Files.writeString(folder.resolve("calls.ijm"), "files = getFileList(getArgument());\n" + //
			"for (i = 0; i < files.length; i++) {\n\topen(getArgument() + files[i]);\n\trun(\"Detect Anomalies...\", \"model_file=[" + file +
			"]\");\n\tclose();\n}\n");
		Turns.compare("macro calls=" + CALLS, program(NOW, "macro", macro.toString(), some + File.separator), detectFolder(NOW, file, some),
			THREADS);
	}

	private static Path train(final String model) throws IOException {
		final Path file = folder.resolve(model + ".aflow");
		if (!Files.exists(file)) {
			final Path few = Files.createDirectories(folder.resolve("few"));
			for (final String name : List.of("000.png", "001.png", "002.png", "003.png", "004.png", "005.png"))
				if (!Files.exists(few.resolve(name)))
					Files.copy(images.resolve(name), few.resolve(name));
			program(NOW, "train", "--good-images", few.toString(), "--save-to", file.toString(), "--model", model, "--backbone", "filter-bank",
				"--image-size", String.valueOf(SIDE), "--epochs", "1", "--holdout", "quick").seconds();
		}
		return file;
	}

	private static Turns.Timed detectFolder(final String launcher, final Path model, final Path input) {
		return program(launcher, "detect-folder", "--input-folder", input.toString(), "--output-folder", folder.resolve("out").toString(),
			"--model-file", model.toString(), "--resume", "false");
	}

	private static Turns.Timed program(final String launcher, final String... arguments) {
		final List<String> command = new ArrayList<>(List.of("bash", launcher));
		command.addAll(List.of(arguments));
		final File log = folder.resolve("log.txt").toFile();
		return () -> {
			final long start = System.nanoTime();
			final Process process = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log).start();
			final int code = process.onExit().join().exitValue();
			final double seconds = (System.nanoTime() - start) / 1e9;
			assertEquals(0, code, () -> command + ": " + text(log.toPath()));
			return seconds;
		};
	}

	private static String text(final Path file) {
		try {
			return Files.readString(file);
		}
		catch (final IOException e) {
			return e.getMessage();
		}
	}
}
