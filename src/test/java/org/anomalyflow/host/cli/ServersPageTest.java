package org.anomalyflow.host.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.anomalyflow.OwnJava;
import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.command.CommandInputs;
import org.anomalyflow.command.DetectFolder;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on servers: its scripts, as a scheduler starts them. */
class ServersPageTest {

	private static final Path PAGE = Path.of("docs/servers.md");
	private static final int LIMIT_SECONDS = 180;

	@TempDir
	Path folder;

	private String page;

	@BeforeEach
	void prepare() throws IOException {
		assumeTrue(File.separatorChar == '/', "needs bash");
		page = Files.readString(PAGE);
		final Path category = SampleData.generate(folder.resolve("parts"), List.of("weave"), 8, 42, Progress.NONE).get(0);
		new AnomalyFlow("cpu", "float32", Progress.NONE).train(category.toFile(), null, folder.resolve("part.aflow").toFile(),
			TrainingOptions.builder().optModel("padim").optBackbone("filter-bank").optImageSize(64).optHoldout("quick").build());
		Files.createDirectory(folder.resolve("new"));
		for (int i = 0; i < 2; i++)
			Files.copy(category.resolve("test/good/00" + i + ".png"), folder.resolve("new/" + i + ".png"));
		Files.copy(category.resolve("test/scratch/000.png"), folder.resolve("new/2.png"));
		// the program by its name, as it is installed on a server
		final Path program = Files.createDirectory(folder.resolve("bin")).resolve("anomaly-flow");
		Files.writeString(program,
			"#!/bin/sh\nexec '" + Path.of(System.getProperty("java.home"), "bin", "java") +
				"' -Djava.awt.headless=true -Dorg.slf4j.simpleLogger.defaultLogLevel=off -cp '" +
				System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")) + "' " + Main.class.getName() + " \"$@\"\n");
		assertTrue(program.toFile().setExecutable(true));
	}

	/** The first block of a language that has a text. */
	private String block(final String language, final String text) {
		final Matcher block = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(page);
		while (block.find())
			if (block.group(1).contains(text))
				return block.group(1);
		throw new AssertionError("no block of " + language + " has " + text);
	}

	private void run(final int exitCode, final String script, final Map<String, String> environment)
		throws IOException, InterruptedException
	{
		final Path log = folder.resolve("log.txt");
		final ProcessBuilder builder = new ProcessBuilder("bash", "-e", "-c", script.replace("/data", folder.toString()))
			.redirectErrorStream(true).redirectOutput(log.toFile());
		builder.environment().put("PATH", folder.resolve("bin") + ":" + System.getenv("PATH"));
		builder.environment().putAll(environment);
		final Process process = builder.start();
		assertTrue(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS));
		assertEquals(exitCode, process.exitValue(), Files.readString(log));
	}

	private void assertAllJudged() throws IOException {
		assertEquals(4, Files.readAllLines(folder.resolve("found/images.csv")).size());
	}

	@Test
	void shardsAndTheirMerge() throws IOException, InterruptedException {
		run(0, block("sh", "--shard 2/3"), Map.of());
		assertAllJudged();
	}

	@Test
	void everySchedulerStartsItsShare() throws IOException, InterruptedException {
		final String merge = "anomaly-flow merge --output-folder /data/found";
		assertTrue(page.contains("--wrap \"" + merge + "\""));
		// SLURM, whose own lines are comments of the shell, with three jobs instead of a hundred
		final String slurm = block("sh", "#SBATCH --array=0-99").replace("0-99", "0-2").replace("auto/100", "auto/3");
		run(0, slurm.replaceAll("(?m)^export ANOMALY_FLOW_HOME=.*$", "# the engine is unpacked already"),
			Map.of("SLURM_ARRAY_TASK_ID", "0", "SLURM_CPUS_PER_TASK", "1"));
		run(3, merge, Map.of());
		// Kubernetes
		final StringBuilder arguments = new StringBuilder("anomaly-flow");
		final Matcher argument = Pattern.compile("(?m)^ {12}- (\\S+)$").matcher(block("yaml", "completionMode: Indexed"));
		while (argument.find())
			arguments.append(' ').append(argument.group(1));
		run(0, arguments.toString().replace("auto/100", "auto/3"), Map.of("JOB_COMPLETION_INDEX", "1"));
		// Nextflow
		final Matcher script = Pattern.compile("\"\"\"(.*?)\"\"\"", Pattern.DOTALL).matcher(block("groovy", "process shard"));
		assertTrue(script.find());
		run(0, script.group(1).replace("${index}", "2").replace("${params.shards}", "3").replace("${task.cpus}", "1"), Map.of());
		assertTrue(script.find());
		run(0, script.group(1), Map.of());
		assertAllJudged();
	}

	@Test
	void evaluations() throws IOException, InterruptedException {
		run(0, block("sh", "--dataset").replace("--threads 1", "--threads 1 --image-size 64 --backbone filter-bank"), Map.of());
		assertTrue(Files.exists(folder.resolve("results/report.html")));
		assertEquals(1 + 4 + 8, Files.readAllLines(folder.resolve("results/metrics.csv")).size(), "four runs and their sums");
	}

	@Test
	void whatTheOthersNameIsThere() throws IOException {
		final Matcher macro = Pattern.compile("-macro (\\S+) \"(.*)\"").matcher(block("sh", "fiji --headless"));
		assertTrue(macro.find());
		assertTrue(Files.exists(Path.of(macro.group(1))));
		CommandInputs.of(DetectFolder.class)
			.checkKeys(Arrays.stream(macro.group(2).split(" ")).map(argument -> argument.substring(0, argument.indexOf('='))).toList());
		final Matcher copied = Pattern.compile("COPY (\\S+) (\\S+)").matcher(block("dockerfile", "FROM"));
		while (copied.find())
			assertTrue(Files.exists(Path.of(copied.group(1))) || copied.group(1).equals("target/app"), copied.group(1));
		assertTrue(Files.readString(Path.of("bin/anomaly-flow")).contains("app=$root/target/app"));
	}
}
