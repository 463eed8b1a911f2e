package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.anomalyflow.Shards;
import org.anomalyflow.distributed.FolderStore;
import org.anomalyflow.distributed.Shard;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shards of a folder, merged, are what one process makes of it, whatever happens to them. */
class FolderShardTest {

	private static final int SHARDS = 3;

	@TempDir
	static Path shared;

	private static Trained trained;
	private static Path input;
	private static Path single;
	private static BatchOutcome ofSingle;

	@TempDir
	Path folder;

	private Path output;

	@BeforeAll
	static void judgeInOneProcess() throws IOException {
		trained = new Trained(shared);
		input = Files.createDirectories(shared.resolve("in"));
		for (final String defect : List.of("good", "scratch", "spot"))
			for (int i = 0; i < 2; i++)
				Files.copy(trained.category.resolve("test/" + defect + "/00" + i + ".png"), input.resolve(defect + i + ".png"));
		Files.createDirectories(input.resolve("below"));
		Files.copy(trained.category.resolve("test/good/003.png"), input.resolve("below/good0.png"));
		Files.writeString(input.resolve("broken.png"), "no image");
		single = shared.resolve("single");
		ofSingle = trained.detect(input, single, true, "tables+heatmaps+masks+overlays+rois", Progress.NONE);
	}

	@BeforeEach
	void begin() {
		output = folder.resolve("out");
	}

	private BatchOutcome shard(final int index, final Progress progress, final boolean resume, final String write) {
		return new Shards("cpu", "float32", progress).detectFolder(
			FolderOptions.of(input.toFile(), output.toFile(), trained.model.toFile(), true, write, resume, DetectionOptions.builder().build()),
			new Shard(index, SHARDS));
	}

	private BatchOutcome shard(final int index, final Progress progress) {
		return shard(index, progress, true, "tables+heatmaps+masks+overlays+rois");
	}

	private BatchOutcome merge() {
		return Shards.merge(output.toFile(), Progress.NONE);
	}

	private void assertWhole() throws IOException {
		final BatchOutcome merged = merge();
		assertEquals(ofSingle.items(), merged.items());
		assertEquals(ofSingle.failed(), merged.failed());
		assertEquals(ofSingle.summary().replace(single.toString(), ""), merged.summary().replace(output.toString(), ""));
		SameResults.assertSame(single, output);
	}

	/** The results of the items that are done. */
	private List<String> results() throws IOException {
		try (Stream<Path> files = Files.list(output.resolve(FolderStore.NAME))) {
			final List<String> results = new ArrayList<>();
			for (final Path file : files.filter(path -> path.getFileName().toString().startsWith("item-")).sorted().toList())
				results.add(Files.readString(file));
			return results;
		}
	}

	@Test
	void mergedShardsAreTheSingleRun() throws IOException {
		assertEquals(1, ofSingle.failed());
		for (int i = SHARDS - 1; i >= 0; i--) {
			final BatchOutcome outcome = shard(i, Progress.NONE);
			assertEquals(0, outcome.failed(), "an image that cannot be read is no failure of its shard");
			assertTrue(outcome.summary().startsWith("Shard " + i + "/3: "), outcome.summary());
		}
		assertFalse(Files.exists(output.resolve("images.csv")));
		assertWhole();
		assertWhole();
	}

	@Test
	void whatIsMissingIsNamed() throws IOException {
		shard(0, Progress.NONE);
		shard(2, Progress.NONE);
		final BatchOutcome merged = merge();
		assertEquals(ofSingle.items(), merged.items());
		assertFalse(merged.isFailure());
		assertTrue(merged.summary().contains("Missing: shard 1/3 ("), merged.summary());
		final List<String> errors = Files.readAllLines(output.resolve("errors.csv"));
		assertEquals(merged.failed(), errors.size() - 1);
		assertTrue(errors.stream().anyMatch(line -> line.contains("start shard 1/3 again")), errors.toString());
		final int rows = Files.readAllLines(output.resolve("images.csv")).size();
		assertEquals(merged.items() - merged.failed(), rows - 1);
		shard(1, Progress.NONE);
		assertWhole();
	}

	@Test
	void aStoppedShardGoesOn() throws IOException {
		final Trained.Listener stopping = new Trained.Listener() {

			private int updates;

			@Override
			public void update(final String stage, final long done, final long total, final String detail) {
				if (++updates == 2)
					cancel();
			}
		};
		assertThrows(CancelledException.class, () -> shard(0, stopping));
		final List<String> kept = results();
		assertEquals(2, kept.size());
		shard(0, Progress.NONE);
		assertTrue(results().size() > 2);
		assertEquals(kept, results().subList(0, 2), "seconds, too: they are not done again");
		shard(1, Progress.NONE);
		shard(2, Progress.NONE);
		assertWhole();
	}

	@Test
	void twoRunnersOfOneShardAreHarmless() throws IOException {
		shard(1, Progress.NONE);
		shard(2, Progress.NONE);
		final CompletableFuture<BatchOutcome> other = CompletableFuture.supplyAsync(() -> shard(0, Progress.NONE));
		shard(0, Progress.NONE);
		other.join();
		assertWhole();
	}

	@Test
	void halfAResultIsDoneAgain() throws IOException {
		for (int i = 0; i < SHARDS; i++)
			shard(i, Progress.NONE);
		try (Stream<Path> files = Files.list(output.resolve(FolderStore.NAME))) {
			final Path file = files.filter(path -> path.getFileName().toString().startsWith("item-")).sorted().findFirst().orElseThrow();
			final String text = Files.readString(file);
			Files.writeString(file, text.substring(0, text.length() / 2));
		}
		Files.delete(output.resolve("overlays/good1.png"));
		final BatchOutcome merged = merge();
		assertEquals(3, merged.failed(), "the broken image, half a result, a picture that is gone: " + merged.summary());
		for (int i = 0; i < SHARDS; i++)
			shard(i, Progress.NONE);
		assertWhole();
	}

	@Test
	void resultsOfOtherSettingsDoNotCount() throws IOException {
		for (int i = 0; i < SHARDS; i++)
			shard(i, Progress.NONE, true, "tables+overlays");
		shard(0, Progress.NONE);
		assertTrue(merge().summary().contains("Missing: shard 1/3 ("));
		shard(1, Progress.NONE);
		shard(2, Progress.NONE, false, "tables+heatmaps+masks+overlays+rois");
		assertWhole();
	}

	@Test
	void moreShardsThanImagesHaveNothingToDo() {
		final BatchOutcome outcome = new Shards("cpu", "float32", Progress.NONE).detectFolder(
			FolderOptions.of(input.toFile(), output.toFile(), trained.model.toFile(), true, "tables", true, DetectionOptions.builder().build()),
			new Shard(99, 100));
		assertEquals(0, outcome.items());
		assertFalse(outcome.isFailure());
	}

	@Test
	void aShardWithoutAnyUsableImageFails() throws IOException {
		final Path broken = Files.createDirectories(folder.resolve("broken"));
		Files.writeString(broken.resolve("a.png"), "no image");
		final String message = assertThrows(AnomalyFlowException.class, () -> new Shards("cpu", "float32", Progress.NONE).detectFolder(
			FolderOptions.of(broken.toFile(), output.toFile(), trained.model.toFile(), false, "tables", true, DetectionOptions.builder().build()),
			new Shard(0, 1))).getMessage();
		assertTrue(message.startsWith("None of the 1 images of shard 0/1 can be judged. Cannot read the image"), message);
	}

	@Test
	void nothingToMergeIsSaid() throws IOException {
		assertTrue(assertThrows(InvalidParameterException.class, this::merge).getMessage().contains("no shard has begun there"));
		Files.createDirectories(output.resolve(FolderStore.NAME));
		Files.writeString(output.resolve(FolderStore.NAME).resolve("plan.json"), "x\n{\"kind\":");
		assertTrue(assertThrows(AnomalyFlowException.class, this::merge).getMessage().contains("is damaged. Start one of the shards again"));
		shard(0, Progress.NONE);
		merge();
	}
}
