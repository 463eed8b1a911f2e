package org.anomalyflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;
import org.anomalyflow.util.StopChoice;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a training that the user asks to stop. */
class StoppedTrainingTest {

	private static final int EPOCHS = 3;

	@TempDir
	static Path data;

	@TempDir
	Path folder;

	private static Path good;
	private Path model;

	@BeforeAll
	static void makeImages() {
		good = SampleData.generate(data, List.of("weave"), 8, 42, Progress.NONE).get(0);
	}

	@BeforeEach
	void name() {
		model = folder.resolve("part.aflow");
	}

	/** Asks to stop in the second epoch, and answers. */
	private static final class Stops implements Progress {

		private final StopChoice choice;
		private final List<String> told = new ArrayList<>();
		private final List<Boolean> asked = new ArrayList<>();
		private boolean cancelled;

		Stops(final StopChoice choice) {
			this.choice = choice;
		}

		@Override
		public void update(final String stage, final long done, final long total, final String detail) {
			cancelled |= stage.equals("Training") && detail.startsWith("epoch 2/") && asked.isEmpty();
		}

		@Override
		public void message(final String line) {
			told.add(line);
		}

		@Override
		public boolean isCancelled() {
			return cancelled;
		}

		@Override
		public StopChoice onStop(final boolean canFinish) {
			asked.add(canFinish);
			cancelled = choice == StopChoice.STOP || choice == StopChoice.DISCARD;
			return choice;
		}
	}

	private int train(final Progress progress, final boolean resume) {
		new AnomalyFlow("cpu", "float32", progress).train(good.toFile(), null, model.toFile(), TrainingOptions.builder().optModel("cs-flow")
			.optBackbone("filter-bank").optImageSize(64).optEpochs(EPOCHS).optBatchSize(4).optHoldout("quick").optResume(resume).build());
		return BundleFile.read(model).info().training().losses().size();
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	@Test
	void itGoesOnAfterAMistake() {
		final Stops stops = new Stops(StopChoice.GO_ON);
		assertEquals(EPOCHS, train(stops, false));
		assertEquals(List.of(true), stops.asked);
	}

	@Test
	void itIsFinishedWithWhatIsThere() throws IOException {
		assertEquals(1, train(new Stops(StopChoice.FINISH), false));
		assertEquals(List.of("part.aflow"), files());
	}

	@Test
	void itIsKeptForLater() throws IOException {
		final CancelledException stopped = assertThrows(CancelledException.class, () -> train(new Stops(StopChoice.STOP), false));
		assertTrue(stopped.getMessage().contains("after 1 of 3 epochs") && stopped.getMessage().contains("resume=true"), stopped.getMessage());
		assertEquals(List.of("part.aflow.resume"), files());
		final Stops goesOn = new Stops(StopChoice.GO_ON);
		assertEquals(EPOCHS, train(goesOn, true));
		assertFalse(goesOn.told.toString().contains("resume"), "there was something to resume: " + goesOn.told);
		assertEquals(List.of("part.aflow"), files());
	}

	@Test
	void nothingOfItIsKept() throws IOException {
		assertThrows(CancelledException.class, () -> train(new Stops(StopChoice.DISCARD), false));
		assertEquals(List.of(), files());
	}

	@Test
	void whereNothingCanBeResumedThatIsSaid() {
		final Stops first = new Stops(StopChoice.GO_ON);
		train(first, true);
		assertTrue(first.told.get(0).equals("There is no unfinished training of " + model + " to resume. It starts from the beginning."),
			first.told.toString());
		final Stops again = new Stops(StopChoice.GO_ON);
		train(again, true);
		assertTrue(again.told.get(0).contains("that model is finished"), again.told.toString());
	}
}
