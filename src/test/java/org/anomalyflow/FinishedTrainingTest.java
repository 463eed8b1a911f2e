package org.anomalyflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.training.TrainingListener;
import org.anomalyflow.training.TrainingOptions;
import org.anomalyflow.training.TrainingStart;
import org.anomalyflow.util.Progress;
import org.anomalyflow.util.StopChoice;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A training that is finished early, in every phase in which there is something to finish, and what it tells on the way. */
class FinishedTrainingTest {

	private static final int IMAGES = 10;

	@TempDir
	static Path data;

	@TempDir
	Path folder;

	private static File good;

	@BeforeAll
	static void makeImages() {
		good = SampleData.generate(data, List.of("weave"), IMAGES, 42, Progress.NONE).get(0).toFile();
	}

	/** Asks to finish once, in a stage, when so many of its steps are done; keeps what it is told. */
	private static final class Finishes implements Progress, TrainingListener {

		private final String stage;
		private final long from;
		private boolean cancelled;
		private boolean asked;
		private boolean finishable;
		private final List<String> told = new ArrayList<>();
		private final List<Double> losses = new ArrayList<>();
		private final Map<Integer, Float> judged = new TreeMap<>();
		private final List<Boolean> offered = new ArrayList<>();
		private SortedMap<Integer, Float> scores = new TreeMap<>();
		private boolean unseen;
		private int compared;
		private TrainingStart start;

		Finishes(final String stage, final long from) {
			this.stage = stage;
			this.from = from;
		}

		@Override
		public void update(final String now, final long done, final long total, final String detail) {
			cancelled |= now.equals(stage) && done >= from && !asked;
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
			assertEquals(finishable, canFinish, "the listener knows whether the training can be finished");
			offered.add(canFinish);
			asked |= canFinish;
			cancelled = !canFinish;
			return canFinish ? StopChoice.FINISH : StopChoice.GO_ON;
		}

		@Override
		public void started(final TrainingStart begun) {
			start = begun;
		}

		@Override
		public void epoch(final String now, final int epoch, final int epochs, final double loss) {
			assertTrue(epoch >= 1 && epoch <= epochs && Double.isFinite(loss), epoch + " of " + epochs + ": " + loss);
			losses.add(loss);
		}

		@Override
		public void compared(final int epoch, final double ofUnseen, final double ofSeen, final boolean ofLosses) {
			compared++;
		}

		@Override
		public void finishable(final boolean possible) {
			finishable = possible;
		}

		@Override
		public void judged(final int image, final float score, final ScorePlane heat) {
			assertEquals(start.images().get(image).sliceWidth(), heat.width());
			judged.put(image, score);
		}

		@Override
		public void scored(final SortedMap<Integer, Float> found, final boolean byOthers) {
			scores = found;
			unseen = byOthers;
		}
	}

	private ModelInfo train(final String model, final int epochs, final String holdout, final Finishes watcher) {
		final File file = folder.resolve("part.aflow").toFile();
		new AnomalyFlow("cpu", "float32", watcher).train(good, null, file, TrainingOptions.builder().optModel(model).optBackbone("filter-bank")
			.optImageSize(64).optEpochs(epochs).optBatchSize(4).optHoldout(holdout).build(), watcher);
		return BundleFile.read(file.toPath()).info();
	}

	private static List<Float> ascending(final Finishes watcher) {
		return watcher.scores.values().stream().sorted().toList();
	}

	private List<String> files() throws IOException {
		try (Stream<Path> files = Files.list(folder)) {
			return files.map(file -> file.getFileName().toString()).sorted().toList();
		}
	}

	@Test
	void inTheSearchForTheLengthThatModelIsKept() throws IOException {
		for (final String model : List.of("cs-flow", "danflow")) {
			final Finishes watcher = new Finishes("Finding the length", 20);
			final ModelInfo info = train(model, 0, "cross", watcher);
			assertEquals(List.of(true), watcher.offered);
			assertEquals(8, info.training().images(), "two of ten were not seen");
			assertEquals(2, info.training().heldOut());
			assertEquals(8, info.training().imageFingerprints().size());
			assertEquals(watcher.losses.size(), info.training().losses().size());
			assertEquals("held-out", info.calibration().data().basis());
			assertEquals(2, watcher.scores.size());
			assertTrue(watcher.unseen);
			assertEquals(info.calibration().data().scores(), ascending(watcher));
			assertTrue(watcher.told.toString().contains("learned from 8 of the images"), watcher.told.toString());
			assertEquals(List.of("part.aflow"), files());
			judgesAsTold(watcher);
		}
	}

	/** The model in the file is the one whose scores were told. */
	private void judgesAsTold(final Finishes watcher) {
		final int image = watcher.judged.keySet().iterator().next();
		final Path file = watcher.start.images().get(image).file().orElseThrow();
		final double score = new AnomalyFlow("cpu", "float32", Progress.NONE)
			.detect(ImageFiles.open(file), folder.resolve("part.aflow").toFile(), DetectionOptions.builder().build()).slices().get(0).reading()
			.score();
		final float told = watcher.judged.get(image);
		// features from the cache and anew, alone and compiled, differ by rounding
		assertEquals(told, score, 1e-3 * Math.abs(told));
	}

	@Test
	void beforeAnyImageIsJudgedNothingIsPromised() throws IOException {
		final Finishes watcher = new Finishes("Cross-validating", 1);
		final ModelInfo info = train("cs-flow", 2, "cross", watcher);
		assertEquals(2, info.training().losses().size());
		assertEquals(IMAGES, info.training().images());
		assertEquals("training", info.calibration().data().basis());
		assertFalse(watcher.unseen);
		assertEquals(IMAGES, watcher.scores.size());
		assertTrue(watcher.told.toString().contains("promise nothing. Calibrate the model"), watcher.told.toString());
		assertEquals(List.of("part.aflow"), files());
	}

	@Test
	void whileHeldOutImagesAreJudgedThoseThatWereCount() {
		final ModelInfo flow = train("cs-flow", 2, "quick", new Finishes("Calibrating", 3));
		assertEquals(3, flow.calibration().data().scores().size());
		final Finishes watcher = new Finishes("Judging each image by the others", 4);
		final ModelInfo memory = train("patchcore", 0, "cross", watcher);
		assertEquals(4, memory.calibration().data().scores().size());
		assertEquals(0.4, memory.calibration().data().share(), 1e-9);
		assertEquals(4, watcher.judged.size());
	}

	@Test
	void numbersDoNotDependOnWhetherSomebodyListens() {
		final Finishes watcher = new Finishes("never", 1);
		final ModelInfo watched = train("cs-flow", 7, "cross", watcher);
		assertTrue(watcher.compared >= 4, "the first fold is compared after 1, 2, 4 ... epochs");
		final File file = folder.resolve("alone.aflow").toFile();
		new AnomalyFlow("cpu", "float32", Progress.NONE).train(good, null, file, TrainingOptions.builder().optModel("cs-flow")
			.optBackbone("filter-bank").optImageSize(64).optEpochs(7).optBatchSize(4).optHoldout("cross").build());
		final ModelInfo alone = BundleFile.read(file.toPath()).info();
		assertEquals(alone.training().losses(), watched.training().losses());
		assertEquals(alone.calibration().data().scores(), watched.calibration().data().scores());
	}

	@Test
	void oneThatGoesToItsEndTellsEverything() {
		final Finishes watcher = new Finishes("never", 1);
		final ModelInfo info = train("danflow", 0, "cross", watcher);
		assertEquals(IMAGES, watcher.start.images().size());
		assertEquals(IMAGES, watcher.judged.size());
		assertTrue(watcher.compared >= 2, "the search looks at two lengths at least");
		assertEquals(info.calibration().data().scores(), ascending(watcher));
		assertEquals("danflow on filter-bank, cpu", watcher.start.model() + " on " + watcher.start.backbone() + ", " + watcher.start.device());
		assertTrue(watcher.losses.containsAll(info.training().losses().stream().map(Float::doubleValue).toList()));
		assertEquals(IMAGES, Arrays.stream(watcher.start.images().stream().mapToInt(image -> image.part()).toArray()).distinct().count());
	}
}
