package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.ImagePrediction;
import org.anomalyflow.roi.AreaRule;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A model that gets images later is as if it had had them from the start. */
class ImageAdditionTest {

	private static final int FIRST = 9;
	private static final int IMAGES = 14;

	@TempDir
	static Path folder;

	private static ComputeContext context;
	private static List<Path> files;

	@BeforeAll
	static void makeImages() throws Exception {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
		SampleData.generate(folder, List.of("metal"), IMAGES, 11, Progress.NONE);
		files = ImageFolder.list(folder.resolve("metal/train/good"), false).images();
		Files.createDirectories(folder.resolve("first"));
		for (final Path file : files.subList(0, FIRST))
			Files.copy(file, folder.resolve("first").resolve(file.getFileName()));
	}

	@AfterAll
	static void close() {
		context.close();
	}

	private static Path train(final String model, final List<Path> images, final String options, final String name) {
		final Path file = folder.resolve(name);
		new ModelTrainer(context, TrainingOptions.builder().optModel(model).optBackbone("filter-bank").optImageSize(64)
			.optDetectorOptions(options).optEpochs(1).build(), Progress.NONE).train(TrainingImages.of(images, Progress.NONE), file);
		return file;
	}

	private static List<String> add(final Path model, final boolean retrain) {
		return new AnomalyFlow("cpu", "float32", Progress.NONE).addImages(model.toFile(), folder.resolve("metal/train/good").toFile(), retrain,
			AreaRule.ALL);
	}

	/**
	 * The common scale of the features stays that of the first images, so that the model of all images is not the same; what
	 * that changes is small.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "patchcore coreset=1", "patchcore coreset=0.2", "padim channels=4", "padim channels=40",
		"spade nearest_images=3" })
	void laterIsAsFromTheStart(final String choice) {
		final String model = choice.split(" ")[0];
		final String options = choice.split(" ")[1];
		final Path grown = train(model, files.subList(0, FIRST), options, "grown.aflow");
		final CalibrationData before = BundleFile.read(grown).info().calibration().data();
		final List<String> told = add(grown, false);
		assertEquals("Added: " + (IMAGES - FIRST) + " of " + IMAGES + " images; the others are copies, or the model knew them.", told.get(0));
		final ModelBundle bundle = BundleFile.read(grown);
		assertEquals(IMAGES, bundle.info().training().images());
		assertEquals(IMAGES, bundle.info().training().imageFingerprints().size());
		final List<Float> scores = new ArrayList<>(bundle.info().calibration().data().scores());
		assertEquals(IMAGES, scores.size());
		assertTrue(scores.containsAll(before.scores()), "those of the first images stand");
		final Detector actual = Detector.of(context, bundle);
		final Detector expected = Detector.of(context, BundleFile.read(train(model, files, options, "whole.aflow")));
		for (final String name : List.of("good/000.png", "scratch/000.png")) {
			final float whole = read(expected, folder.resolve("metal/test").resolve(name)).score();
			assertEquals(whole, read(actual, folder.resolve("metal/test").resolve(name)).score(), 0.1 * whole, name);
		}
	}

	/** Trained anew, a model has the options that the user gave, and epochs only if the user gave them. */
	@Test
	void retrainingKeepsWhatTheUserChose() {
		final Path model = train("patchcore", files.subList(0, FIRST), "coreset_of=all coreset=0.3", "chosen.aflow");
		add(model, true);
		final ModelInfo info = BundleFile.read(model).info();
		assertEquals(IMAGES, info.training().images());
		assertFalse(info.settings().get("coreset_per_image").getAsBoolean());
		assertEquals(0.3, info.settings().get("coreset").getAsDouble());
		assertEquals(1, TrainingOptions.of(info).epochs());
		new ModelTrainer(context, TrainingOptions.builder().optModel("patchcore").optBackbone("filter-bank").optImageSize(64).build(),
			Progress.NONE).train(TrainingImages.of(files, Progress.NONE), model);
		assertEquals(0, TrainingOptions.of(BundleFile.read(model).info()).epochs());
	}

	/** The score of a new image among the thresholds' is that of a model of all others. */
	@Test
	void newImagesAreJudgedWithoutThemselves() {
		final Path grown = train("patchcore", files.subList(0, FIRST), "coreset=1", "left-out.aflow");
		final List<Float> before = BundleFile.read(grown).info().calibration().data().scores();
		add(grown, false);
		final List<Float> added = new ArrayList<>(BundleFile.read(grown).info().calibration().data().scores());
		before.forEach(added::remove);
		assertEquals(IMAGES - FIRST, added.size());
		final Detector all = Detector.of(context, BundleFile.read(grown));
		for (final Path file : files.subList(FIRST, IMAGES))
			assertTrue(read(all, file).score() < 1e-3, "its own patches are in the memory");
		assertTrue(added.stream().allMatch(score -> score > 1e-2), added.toString());
	}

	/** Each image has nine tiles; one is added, then two: what is known of the images adds up, and they are cut as those before. */
	@ParameterizedTest
	@ValueSource(strings = { "patchcore coreset=0.2", "padim channels=4", "padim channels=40" })
	void imagesAreAddedInTiles(final String choice) throws IOException {
		final String model = choice.split(" ")[0];
		final TrainingOptions options = TrainingOptions.builder().optModel(model).optBackbone("filter-bank").optImageSize(64)
			.optDetectorOptions(choice.split(" ")[1]).optTile("96").build();
		final Path grown = folder.resolve(model + "-tiles.aflow");
		new ModelTrainer(context, options, Progress.NONE).train(TrainingImages.of(files.subList(0, FIRST), options, Progress.NONE), grown);
		final int tiles = BundleFile.read(grown).info().calibration().data().tilesOfImage();
		assertEquals(9, tiles, "160 px, of which neighbours share a half");
		int images = FIRST;
		for (final int more : new int[]{ 1, 2 }) {
			final Path some = Files.createDirectories(folder.resolve(choice.replace(' ', '-') + more));
			for (int i = 0; i < more; i++)
				Files.copy(files.get(images + i), some.resolve(i + ".png"), StandardCopyOption.REPLACE_EXISTING);
			images += more;
			final List<String> told = new AnomalyFlow("cpu", "float32", Progress.NONE).addImages(grown.toFile(), some.toFile(), false,
				AreaRule.ALL);
			assertTrue(told.get(0).startsWith("Added: " + more + " of " + more + " images"), told.get(0));
			final ModelInfo info = BundleFile.read(grown).info();
			assertEquals(images * tiles, info.training().images());
			assertEquals(images, info.training().imageFingerprints().size());
			assertEquals(images, info.calibration().data().scores().size(), "tiles of one image are one part");
			assertEquals(tiles, info.calibration().data().tilesOfImage());
		}
		final Path whole = folder.resolve(model + "-tiles-whole.aflow");
		new ModelTrainer(context, options, Progress.NONE).train(TrainingImages.of(files.subList(0, images), options, Progress.NONE), whole);
		final Path image = folder.resolve("metal/test/scratch/000.png");
		final AnomalyFlow flow = new AnomalyFlow("cpu", "float32", Progress.NONE);
		final float expected = flow.detect(ImageFiles.open(image), whole.toFile(), DetectionOptions.builder().build()).slices().get(0).reading()
			.score();
		assertEquals(expected,
			flow.detect(ImageFiles.open(image), grown.toFile(), DetectionOptions.builder().build()).slices().get(0).reading().score(),
			0.1 * expected);
	}

	private static ImagePrediction read(final Detector detector, final Path file) {
		return detector.read(ImageFiles.read(file).get(1).image());
	}

	@Test
	void whatCannotBeIsRefused() {
		final Path all = train("patchcore", files.subList(0, FIRST), "coreset=0.2,coreset_of=all", "all.aflow");
		assertTrue(assertThrows(AnomalyFlowException.class, () -> add(all, false)).getMessage().contains("Train it again"));
		final Path known = train("patchcore", files, "", "known.aflow");
		assertTrue(assertThrows(InvalidParameterException.class, () -> add(known, false)).getMessage().contains("it knows all of these"));
	}

	@Test
	void flowsGetThresholdsOrAreTrainedAnew() {
		final Path flow = train("danflow", files.subList(0, FIRST), "attention=eca", "flow.aflow");
		assertTrue(add(flow, false).get(0).contains("learns nothing more without retrain"));
		assertEquals(FIRST, BundleFile.read(flow).info().training().images());
		assertEquals(IMAGES - FIRST, BundleFile.read(flow).info().calibration().data().scores().size());
		add(flow, true);
		final ModelBundle anew = BundleFile.read(flow);
		assertEquals(IMAGES, anew.info().training().images());
		assertEquals("eca", anew.info().settings().get("attention").getAsString());
		assertEquals(64, anew.info().preprocessing().imageSize());
		assertEquals(1, anew.info().training().plannedEpochs());
	}
}
