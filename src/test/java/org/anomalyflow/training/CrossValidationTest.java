package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Thresholds from models that have not seen the images: small trainings from images to model files. */
class CrossValidationTest {

	private static final int SEED = 5;

	@TempDir
	static Path folder;

	private static ComputeContext context;
	private static List<Path> files;
	private static ModelBundle whole;
	private static ModelBundle found;

	@BeforeAll
	static void makeImages() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
		SampleData.generate(folder, List.of("metal"), 12, 42, Progress.NONE);
		files = ImageFolder.list(folder.resolve("metal/train/good"), false).images();
	}

	@AfterAll
	static void close() {
		context.close();
	}

	/** Cancels in the given step of a stage. */
	private static Progress stopIn(final String stage, final long step) {
		return new Progress() {

			private boolean stopped;

			@Override
			public void update(final String current, final long done, final long total, final String detail) {
				stopped |= current.equals(stage) && done >= step;
			}

			@Override
			public void message(final String line) {
				// not looked at
			}

			@Override
			public boolean isCancelled() {
				return stopped;
			}
		};
	}

	private static ModelBundle train(final String model, final List<Path> images, final int epochs, final String holdout, final String name,
		final boolean resume, final Progress progress)
	{
		final TrainingOptions options = TrainingOptions.builder().optModel(model).optBackbone("filter-bank").optImageSize(64).optEpochs(epochs)
			.optBatchSize(12).optSeed(SEED).optHoldout(holdout).optResume(resume).build();
		return new ModelTrainer(context, options, progress).train(TrainingImages.of(images, Progress.NONE), folder.resolve(name));
	}

	/** Each image's score is that of a model that was trained, alike, on the images of the other folds. */
	@ParameterizedTest
	@ValueSource(strings = { "cs-flow", "danflow" })
	void everyImageIsJudgedByAModelOfTheOthers(final String model) {
		final CalibrationData data = train(model, files, 3, "cross", "all.aflow", false, Progress.NONE).info().calibration().data();
		assertEquals("cross-validation", data.basis());
		assertEquals(5, data.folds());
		final TrainingImages images = TrainingImages.of(files, Progress.NONE);
		final GoodParts parts = new GoodParts(images.parts(), SEED);
		final List<Float> expected = new ArrayList<>();
		for (final int[] fold : parts.folds()) {
			final List<Path> others = new ArrayList<>();
			for (final int image : parts.without(fold))
				others.add(files.get(image));
			final Detector detector = Detector.of(context, train(model, others, 3, "0", "fold.aflow", false, Progress.NONE));
			for (final int image : fold)
				expected.add(detector.read(images.read(image)).score());
		}
		expected.sort(null);
		for (int i = 0; i < expected.size(); i++)
			// the range of intensities is 0 to 255 for all, so that only sums in another order differ
			assertEquals(expected.get(i), data.scores().get(i), Math.abs(expected.get(i)) * 1e-4, "score " + i);
	}

	/** Stopped in the middle of the model, of the first fold, and of a later one: the result is that of an undisturbed run. */
	@ParameterizedTest
	@ValueSource(strings = { "Training 2", "Cross-validating 1", "Cross-validating 3", "Cross-validating 6" })
	void resumingChangesNothing(final String place) throws Exception {
		final int epochs = 4;
		final ModelBundle undisturbed = undisturbed(epochs);
		Files.deleteIfExists(folder.resolve("b.aflow"));
		final String[] words = place.split(" ");
		assertThrows(CancelledException.class,
			() -> train("cs-flow", files, epochs, "cross", "b.aflow", false, stopIn(words[0], Long.parseLong(words[1]))));
		assertTrue(Files.exists(folder.resolve("b.aflow.resume")));
		assertFalse(Files.exists(folder.resolve("b.aflow")));
		final ModelBundle resumed = train("cs-flow", files, epochs, "cross", "b.aflow", true, Progress.NONE);
		assertEquals(undisturbed.info().training().losses(), resumed.info().training().losses());
		assertEquals(undisturbed.info().calibration(), resumed.info().calibration());
		undisturbed.tensors().forEach((name, tensor) -> assertEquals(tensor.bytes(), resumed.tensors().get(name).bytes(), name));
		try (Stream<Path> left = Files.list(folder)) {
			assertEquals(List.of(), left.filter(file -> file.toString().contains(".resume")).toList(), "nothing is left beside");
		}
	}

	private static ModelBundle undisturbed(final int epochs) {
		if (whole == null)
			whole = train("cs-flow", files, epochs, "cross", "a.aflow", false, Progress.NONE);
		return whole;
	}

	/** Where nobody says how long to train, a break while it is found out, in the model or in a fold changes nothing. */
	@ParameterizedTest
	@ValueSource(strings = { "Finding the length@5", "Finding the length@17", "Training@6", "Cross-validating@9" })
	void resumingFindsTheSameLength(final String place) {
		if (found == null)
			found = train("danflow", files, 0, "cross", "found.aflow", false, Progress.NONE);
		final String[] words = place.split("@");
		assertThrows(CancelledException.class,
			() -> train("danflow", files, 0, "cross", "again.aflow", false, stopIn(words[0], Long.parseLong(words[1]))));
		final ModelBundle resumed = train("danflow", files, 0, "cross", "again.aflow", true, Progress.NONE);
		assertEquals(found.info().training().losses(), resumed.info().training().losses());
		assertEquals(found.info().calibration(), resumed.info().calibration());
	}

	/** The model that found the length is that of the first fold: its scores are those of a model of the others, trained as long. */
	@Test
	void theLengthComesFromTheFirstFold() {
		// components on a board have a structure, which takes more than the fewest steps
		SampleData.generate(folder, List.of("print"), 12, 42, Progress.NONE);
		final List<Path> boards = ImageFolder.list(folder.resolve("print/train/good"), false).images();
		final ModelBundle learned = train("danflow", boards, 0, "cross", "boards.aflow", false, Progress.NONE);
		final int epochs = learned.info().training().plannedEpochs();
		assertTrue(IntStream.of(TrainingLength.lengths(14, 160, 1)).anyMatch(length -> length == epochs), "epochs " + epochs);
		assertTrue(epochs > 14, "epochs " + epochs);
		final TrainingImages images = TrainingImages.of(boards, Progress.NONE);
		final GoodParts parts = new GoodParts(images.parts(), SEED);
		final int[] fold = parts.folds().get(0);
		final List<Path> others = new ArrayList<>();
		for (final int image : parts.without(fold))
			others.add(boards.get(image));
		final Detector detector = Detector.of(context, train("danflow", others, epochs, "0", "fold.aflow", false, Progress.NONE));
		for (final int image : fold) {
			final float expected = detector.read(images.read(image)).score();
			assertTrue(
				learned.info().calibration().data().scores().stream().anyMatch(score -> Math.abs(score - expected) <= Math.abs(expected) * 1e-4),
				expected + " is not among " + learned.info().calibration().data().scores());
		}
	}

	/** A length is found, too, where images are held out for the thresholds; a number of epochs is kept to. */
	@Test
	void theLengthIsFoundWithoutFolds() {
		final List<String> lines = new ArrayList<>();
		final Progress listening = new Progress() {

			@Override
			public void update(final String stage, final long done, final long total, final String detail) {
				assertTrue(done <= total, stage + " " + done + " of " + total);
			}

			@Override
			public void message(final String line) {
				lines.add(line);
			}

			@Override
			public boolean isCancelled() {
				return false;
			}
		};
		train("danflow", files, 0, "0.3", "quick.aflow", false, listening);
		assertEquals(1, lines.stream().filter(line -> line.startsWith("The flow is trained for about ")).count(), lines.toString());
		lines.clear();
		train("danflow", files, 2, "cross", "two.aflow", false, listening);
		assertEquals(List.of(), lines.stream().filter(line -> line.startsWith("The flow is trained for about ")).toList());
	}

	@Test
	void lengthsGrowUpToTheMost() {
		assertArrayEquals(new int[]{ 14, 20, 28, 40, 56, 79, 112 }, TrainingLength.lengths(14, 112, 1));
		assertArrayEquals(new int[]{ 3, 4, 6, 8, 11, 16, 22 }, TrainingLength.lengths(14, 112, 5));
		assertArrayEquals(new int[]{ 1 }, TrainingLength.lengths(14, 112, 200));
		assertTrue(TrainingLength.isWorthIt(0.8, 1));
		assertFalse(TrainingLength.isWorthIt(0.79, 1));
		assertFalse(TrainingLength.isWorthIt(-0.1, 0.5), "unseen images get worse");
		assertTrue(TrainingLength.isWorthIt(0.1, -0.1), "seen images have not come down yet");
	}

	@Test
	void belowTenImagesEachIsAFold() {
		final CalibrationData data = train("danflow", files.subList(0, 6), 2, "auto", "six.aflow", false, Progress.NONE).info().calibration()
			.data();
		assertEquals(6, data.folds());
		assertEquals(6, data.scores().size());
		assertEquals(1, data.share());
	}
}
