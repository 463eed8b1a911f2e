package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.Shards;
import org.anomalyflow.distributed.Shard;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards of an evaluation, merged, are what one process makes of it, whatever happens to them. */
class EvaluationShardTest {

	private static final int SHARDS = 2;

	@TempDir
	static Path shared;

	private static Path data;
	private static Path single;
	private static BatchOutcome ofSingle;

	@TempDir
	Path folder;

	private Path output;

	@BeforeAll
	static void evaluateInOneProcess() throws IOException {
		data = shared.resolve("data");
		SampleData.generate(data, List.of("weave", "metal"), 6, 42, Progress.NONE);
		Files.writeString(data.resolve("metal/test/good/000.png"), "no image");
		// a category that cannot be used at all
		Files.createDirectories(data.resolve("unusable/train/good"));
		Files.createDirectories(data.resolve("unusable/test/good"));
		Files.copy(data.resolve("weave/test/good/000.png"), data.resolve("unusable/test/good/000.png"));
		single = shared.resolve("single");
		ofSingle = new AnomalyFlow("cpu", "float32", Progress.NONE).evaluate(options(single));
	}

	@BeforeEach
	void begin() {
		output = folder.resolve("out");
	}

	private static EvaluationOptions options(final Path output) {
		return EvaluationOptions.builder().setDataset(data.toFile()).setOutputFolder(output.toFile()).optWrite("tables+overlays")
			.optModels("danflow,padim").optSeeds("42,43")
			.optTraining(TrainingOptions.builder().optBackbone("filter-bank").optImageSize(64).optEpochs(2).optHoldout("quick").build()).build();
	}

	private BatchOutcome shard(final int index, final Progress progress) {
		return new Shards("cpu", "float32", progress).evaluate(options(output), new Shard(index, SHARDS));
	}

	private void assertWhole() throws IOException {
		final BatchOutcome merged = Shards.merge(output.toFile(), Progress.NONE);
		assertEquals(ofSingle.items(), merged.items());
		assertEquals(ofSingle.failed(), merged.failed());
		SameResults.assertSame(single, output);
		assertTrue(Files.size(output.resolve("report.html")) > 10_000);
	}

	@Test
	void mergedShardsAreTheSingleRun() throws IOException {
		assertEquals(8, Files.readAllLines(single.resolve("errors.csv")).size() - 1,
			"four runs of the category that cannot be used, and in four runs an image: " + ofSingle.summary());
		assertTrue(ofSingle.summary().contains("Measured: 8 of 12 runs; images or masks left out: 4"), ofSingle.summary());
		for (int i = SHARDS - 1; i >= 0; i--)
			assertEquals(0, shard(i, Progress.NONE).failed());
		assertFalse(Files.exists(output.resolve("metrics.csv")));
		assertWhole();
	}

	@Test
	void whatIsMissingIsNamedAndGoesOn() throws IOException {
		shard(0, Progress.NONE);
		final BatchOutcome merged = Shards.merge(output.toFile(), Progress.NONE);
		assertTrue(merged.summary().contains("Missing: shard 1/2 (6 runs)"), merged.summary());
		assertFalse(merged.isFailure());
		// stopped after its training, before its test
		final Trained.Listener stopping = new Trained.Listener() {

			@Override
			public void update(final String stage, final long done, final long total, final String detail) {
				if (stage.startsWith("Testing"))
					cancel();
			}
		};
		assertThrows(CancelledException.class, () -> shard(1, stopping));
		final Trained.Listener again = new Trained.Listener();
		shard(1, again);
		assertTrue(again.heard("was trained before."), again.messages.toString());
		assertWhole();
		final Trained.Listener third = new Trained.Listener();
		shard(1, third);
		assertEquals(4, third.messages.stream().filter(line -> line.endsWith("was finished before.")).count(), third.messages.toString());
	}

	@Test
	void twoRunnersOfOneShardAreHarmless() throws IOException {
		shard(1, Progress.NONE);
		final CompletableFuture<BatchOutcome> other = CompletableFuture.supplyAsync(() -> shard(0, Progress.NONE));
		shard(0, Progress.NONE);
		other.join();
		assertWhole();
	}
}
