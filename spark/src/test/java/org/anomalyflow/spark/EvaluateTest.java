package org.anomalyflow.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.distributed.FolderStore;
import org.anomalyflow.evaluation.EvaluationOptions;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An evaluation on a Spark context is what one process makes of it. */
class EvaluateTest {

	private static final Set<String> MEASURED = Set.of("train_seconds", "seconds_per_image", "seconds", "peak_memory_mb");

	@TempDir
	Path folder;

	/** Rows without what measures the machine; no cell of these tables has a comma. */
	private static List<String> rows(final Path table) throws IOException {
		final List<String> lines = Files.readAllLines(table);
		final List<String> columns = List.of(lines.get(0).split(","));
		return lines.stream().map(line -> {
			final String[] cells = line.split(",", -1);
			return IntStream.range(0, cells.length).filter(i -> i >= columns.size() || !MEASURED.contains(columns.get(i))).mapToObj(i -> cells[i])
				.collect(Collectors.joining(","));
		}).toList();
	}

	/** What an evaluation has left, but for its own notes. */
	private static List<String> files(final Path output) throws IOException {
		try (Stream<Path> files = Files.walk(output)) {
			return files.filter(Files::isRegularFile).map(file -> output.relativize(file).toString().replace('\\', '/'))
				.filter(file -> !file.startsWith(FolderStore.NAME)).sorted().toList();
		}
	}

	@Test
	void isWhatOneProcessMakes() throws IOException {
		final Path data = folder.resolve("data");
		SampleData.generate(data, List.of("weave", "metal"), 6, 42, Progress.NONE);
		final Path single = folder.resolve("single");
		AnomalyFlow.useThreads(1);
		new AnomalyFlow("cpu", "float32", Progress.NONE).evaluate(EvaluationOptions.builder().setDataset(data.toFile())
			.setOutputFolder(single.toFile()).optWrite("tables+overlays").optModels("padim,cs-flow")
			.optTraining(TrainingOptions.builder().optBackbone("filter-bank").optImageSize(64).optEpochs(1).build()).build());
		final Path output = folder.resolve("out");
		System.setProperty("spark.master", "local[2]");
		System.setProperty("spark.hadoop." + CountedFileSystem.PROPERTY, CountedFileSystem.class.getName());
		try {
			final String[] args = { "--dataset", data.toUri().toString(), "--output-folder", output.toString(), "--write", "tables+overlays",
				"--model", "padim,cs-flow", "--backbone", "filter-bank", "--image-size", "64", "--epochs", "1" };
			assertEquals(0, Evaluate.run(args));
			for (final String table : List.of("metrics.csv", "images.csv"))
				assertEquals(rows(single.resolve(table)), rows(output.resolve(table)));
			assertTrue(Files.size(output.resolve("report.html")) > 10_000);
			assertTrue(Files.exists(output.resolve("models/metal/cs-flow-42.aflow")));
			final String[] elsewhere = Arrays.copyOf(args, args.length);
			final String root = CountedFileSystem.SCHEME + "://";
			final Path far = folder.resolve("far");
			elsewhere[1] = root + data;
			elsewhere[3] = root + far;
			assertEquals(0, Evaluate.run(elsewhere));
			for (final String table : List.of("metrics.csv", "images.csv"))
				assertEquals(rows(single.resolve(table)), rows(far.resolve(table)));
			assertEquals(files(output), files(far));
			assertTrue(Files.readString(far.resolve("report.html")).contains("Data: " + root + data));
			// what is done is not done again
			final Path model = far.resolve("models/metal/cs-flow-42.aflow");
			final var before = Files.getLastModifiedTime(model);
			assertEquals(0, Evaluate.run(elsewhere));
			assertEquals(before, Files.getLastModifiedTime(model));
			elsewhere[3] = "nothing-like-it://server/out";
			assertEquals(1, Evaluate.run(elsewhere));
		}
		finally {
			System.clearProperty("spark.master");
			System.clearProperty("spark.hadoop." + CountedFileSystem.PROPERTY);
		}
	}
}
