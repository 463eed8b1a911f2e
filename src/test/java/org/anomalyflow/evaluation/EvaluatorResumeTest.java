package org.anomalyflow.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An evaluation that is killed and started again gives what an undisturbed one gives. */
class EvaluatorResumeTest {

	/** Columns that measure the machine, not the model. */
	private static final Set<String> MEASURED = Set.of("train_seconds", "seconds_per_image", "seconds", "peak_memory_mb");

	@TempDir
	Path folder;

	private Path data;

	@BeforeEach
	void makeData() {
		data = folder.resolve("data");
		SampleData.generate(data, List.of("weave", "metal"), 6, 42, Progress.NONE);
	}

	/** Remembers messages; stops when the progress begins with a text. */
	private static final class Watcher implements Progress {

		private final List<String> messages = new ArrayList<>();
		private final String stopAt;
		private boolean cancelled;

		Watcher(final String stopAt) {
			this.stopAt = stopAt;
		}

		@Override
		public void update(final String stage, final long done, final long total, final String detail) {
			cancelled |= stopAt != null && stage.startsWith(stopAt);
		}

		@Override
		public void message(final String line) {
			messages.add(line);
			cancelled |= stopAt != null && line.startsWith(stopAt);
		}

		@Override
		public boolean isCancelled() {
			return cancelled;
		}

		List<String> trainings() {
			return messages.stream().filter(line -> line.startsWith("Training ")).toList();
		}
	}

	private BatchOutcome evaluate(final Path output, final Progress progress, final String protocol) {
		return new AnomalyFlow("cpu", "float32", progress).evaluate(EvaluationOptions.builder().setDataset(data.toFile())
			.setOutputFolder(output.toFile()).optWrite("tables").optProtocol(protocol)
			.optTraining(TrainingOptions.builder().optBackbone("filter-bank").optImageSize(64).optEpochs(1).optHoldout("quick").build()).build());
	}

	private BatchOutcome evaluate(final Path output, final Progress progress) {
		return evaluate(output, progress, "original");
	}

	/** All tables by relative path, without the columns that measure the machine. */
	private static Map<String, String> tables(final Path output) throws IOException {
		final Map<String, String> tables = new TreeMap<>();
		try (Stream<Path> files = Files.walk(output)) {
			for (final Path file : files.filter(path -> path.toString().endsWith(".csv")).toList())
				tables.put(output.relativize(file).toString(), withoutMeasured(file));
		}
		return tables;
	}

	private static String withoutMeasured(final Path file) throws IOException {
		final StringBuilder text = new StringBuilder();
		try (CSVParser parser = CSVParser.parse(file, java.nio.charset.StandardCharsets.UTF_8, CSVFormat.RFC4180.builder().setHeader().get())) {
			for (final CSVRecord record : parser)
				for (final Map.Entry<String, String> cell : record.toMap().entrySet())
					if (!MEASURED.contains(cell.getKey()))
						text.append(cell.getKey()).append('=').append(cell.getValue()).append('\n');
		}
		return text.toString();
	}

	@Test
	void aKilledEvaluationEndsAsIfNothingHadHappened() throws IOException {
		final Path undisturbed = folder.resolve("undisturbed");
		evaluate(undisturbed, Progress.NONE);
		final Path killed = folder.resolve("killed");
		assertThrows(CancelledException.class, () -> evaluate(killed, new Watcher("Training weave")));
		final Watcher whileTesting = new Watcher("Testing weave");
		assertThrows(CancelledException.class, () -> evaluate(killed, whileTesting));
		assertEquals(List.of("Training weave/cs-flow-42"), whileTesting.trainings(), "metal was finished before");
		assertFalse(Files.exists(killed.resolve("metrics.csv")));
		final Watcher last = new Watcher(null);
		evaluate(killed, last);
		assertEquals(List.of(), last.trainings());
		assertTrue(last.messages.contains("metal/cs-flow-42 was finished before."), last.messages.toString());
		assertTrue(last.messages.contains("weave/cs-flow-42 was trained before."), last.messages.toString());
		final Map<String, String> expected = tables(undisturbed);
		assertEquals(12, expected.size(), "metrics, images, and five curves for each category");
		assertEquals(expected, tables(killed));
	}

	@Test
	void whatChangedIsDoneAgainAndNothingElse() throws IOException {
		final Path output = folder.resolve("output");
		evaluate(output, Progress.NONE);
		final String before = Files.readString(output.resolve("metrics.csv"));

		final Watcher unchanged = new Watcher(null);
		evaluate(output, unchanged);
		assertEquals(List.of(), unchanged.trainings());
		assertEquals(before, Files.readString(output.resolve("metrics.csv")));

		final Path elsewhere = Files.createDirectories(folder.resolve("elsewhere")).resolve("data");
		Files.move(data, elsewhere);
		data = elsewhere;
		final Watcher moved = new Watcher(null);
		evaluate(output, moved);
		assertTrue(moved.messages.contains("metal/cs-flow-42 was finished before."), moved.messages.toString());
		assertEquals(List.of(), moved.trainings());

		Files.delete(data.resolve("weave/ground_truth/spot/000_mask.png"));
		Files.copy(data.resolve("metal/train/good/001.png"), data.resolve("metal/train/good/new.png"));
		final Watcher changed = new Watcher(null);
		evaluate(output, changed);
		assertEquals(List.of("Training metal/cs-flow-42"), changed.trainings());
		assertTrue(changed.messages.contains("weave/cs-flow-42 was trained before."), "measured again with the trained model");

		final Watcher other = new Watcher(null);
		evaluate(output, other, "danflow");
		assertEquals(List.of(), other.trainings(), "a protocol changes no model");
		final String labelled = Files.readString(output.resolve("metrics.csv"));
		assertTrue(labelled.contains(",weave [danflow],") && labelled.contains(",mean [danflow],"), labelled);
		assertTrue(Files.readString(output.resolve("images.csv")).contains(",weave [danflow],"));
		assertNotEquals(before, labelled);
		assertTrue(Files.exists(output.resolve("curves/weave/cs-flow-42-danflow/pixel_roc.csv")));
	}
}
