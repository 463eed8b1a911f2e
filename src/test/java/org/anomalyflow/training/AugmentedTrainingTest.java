package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.backbone.Backbones;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.dataset.GoodImages;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.image.Isometry;
import org.anomalyflow.image.PilResize;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.report.ModelSummary;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Floats;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Small trainings from images to model files. */
class AugmentedTrainingTest {

	private static final int SIDE = 64;
	private static final int EPOCHS = 4;
	private static final int SEED = 7;
	private static final String EVERYTHING = "flips+shifts+rotations";

	@TempDir
	static Path folder;

	private static ComputeContext context;
	private static TrainingImages images;

	@BeforeAll
	static void makeImages() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
		SampleData.generate(folder, List.of("metal"), 14, 42, Progress.NONE);
		images = TrainingImages.of(GoodImages.find(folder.resolve("metal"), Progress.NONE), Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	private static ModelBundle train(final String model, final String augmentation, final String name, final boolean resume,
		final Progress progress)
	{
		final TrainingOptions options = TrainingOptions.builder().optModel(model).optBackbone("filter-bank").optImageSize(SIDE)
			.optEpochs(EPOCHS).optBatchSize(3).optSeed(SEED).optHoldout("quick").optAugmentation(augmentation).optResume(resume).build();
		return new ModelTrainer(context, options, progress).train(images, folder.resolve(name));
	}

	private static ModelBundle train(final String model, final String augmentation) {
		return train(model, augmentation, "model.aflow", false, Progress.NONE);
	}

	private static Progress stoppedInEpoch(final int epoch) {
		return new Progress() {

			private boolean stopped;

			@Override
			public void update(final String stage, final long done, final long total, final String detail) {
				stopped |= detail.startsWith("epoch " + epoch + "/");
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

	private static void assertSameModel(final ModelBundle expected, final ModelBundle actual) {
		assertEquals(expected.info().training().losses(), actual.info().training().losses());
		assertEquals(expected.info().calibration(), actual.info().calibration());
		expected.tensors().forEach((name, tensor) -> assertEquals(tensor.bytes(), actual.tensors().get(name).bytes(), name));
	}

	@ParameterizedTest
	@CsvSource({ "cs-flow, none", "cs-flow, flips", "cs-flow, shifts", "cs-flow, rotations", "cs-flow, " + EVERYTHING, "danflow, none",
		"danflow, flips", "danflow, shifts", "danflow, rotations", "danflow, " + EVERYTHING, "memseg, " + EVERYTHING })
	void everyAugmentationTrainsBothModels(final String model, final String augmentation) {
		final ModelBundle trained = train(model, augmentation);
		assertEquals(EPOCHS, trained.info().training().losses().size());
		assertEquals(augmentation, BundleFile.read(folder.resolve("model.aflow")).info().training().augmentation());
		assertTrue(ModelSummary.of(trained).contains(", augmentation " + augmentation), ModelSummary.of(trained));

		final Detector detector = Detector.of(context, trained);
		final float[] scores = new float[trained.info().training().heldOut()];
		final int[] heldOut = new GoodParts(images.parts(), SEED).heldOut(0.2);
		for (int i = 0; i < scores.length; i++)
			scores[i] = detector.read(images.read(heldOut[i])).score();
		Arrays.sort(scores);
		assertEquals(Floats.toList(scores), trained.info().calibration().data().scores(),
			"thresholds come from the held-out images as they are");
	}

	@Test
	void augmentationChangesWhatIsLearnedButNotTheStatistics() {
		final ModelBundle plain = train("cs-flow", "none");
		final ModelBundle varied = train("cs-flow", EVERYTHING);
		assertNotEquals(plain.info().training().losses(), varied.info().training().losses());
		assertNotEquals(plain.info().training().fingerprint(), varied.info().training().fingerprint());
		assertFalse(plain.part(ModelBundle.FEATURES).isEmpty());
		plain.part(ModelBundle.FEATURES)
			.forEach((name, tensor) -> assertEquals(tensor.bytes(), varied.part(ModelBundle.FEATURES).get(name).bytes(), name));
	}

	/** Every record holds the features of its view of the resized image. */
	@Test
	void theCacheHoldsTheFeaturesOfTheViews() {
		final FeatureExtractor extractor = new FeatureExtractor(context,
			Backbones.create(context, FilterBank.NAME, Collections.emptyMap(), FilterBank.COLOUR), FeatureLayout.PYRAMID, SIDE, images.range());
		final int[] train = { 2, 5, 11 };
		final AugmentedViews views = new AugmentedViews(Augmentation.parse(EVERYTHING), train, SIDE, SEED);
		try (FeatureCache cache = FeatureCache.allocate(extractor.shapes(), views.records(), 0)) {
			new TrainingFeatures(context, extractor, views, Progress.NONE).fill(cache, images, train);
			int record = 0;
			for (int image = 0; image < train.length; image++)
				for (final Isometry view : views.of(image))
					try (NDManager scope = context.newScope()) {
						final NDList expected = view.isIdentity()
							? extractor.features(scope, images.read(train[image]))
							: extractor.features(scope, view.apply(PilResize.resize(images.read(train[image]), SIDE, SIDE), 0));
						assertSameMaps(expected, cache.batch(scope, record++));
					}
		}
	}

	private static void assertSameMaps(final NDList expected, final NDList actual) {
		for (int map = 0; map < expected.size(); map++)
			assertArrayEquals(expected.get(map).toFloatArray(), actual.get(map).toFloatArray());
	}

	@ParameterizedTest
	@ValueSource(strings = { "cs-flow", "danflow", "memseg" })
	void equalSeedsGiveEqualModelsAlsoAcrossAResume(final String model) {
		final ModelBundle undisturbed = train(model, EVERYTHING);
		assertSameModel(undisturbed, train(model, EVERYTHING));
		assertThrows(CancelledException.class, () -> train(model, EVERYTHING, "stopped.aflow", false, stoppedInEpoch(3)));
		assertTrue(Files.exists(ModelTrainer.checkpointFile(folder.resolve("stopped.aflow"))));
		assertSameModel(undisturbed, train(model, EVERYTHING, "stopped.aflow", true, Progress.NONE));
	}

	@Test
	void anotherAugmentationIsNotGoneOnWith() {
		assertThrows(CancelledException.class, () -> train("cs-flow", "flips", "flips.aflow", false, stoppedInEpoch(3)));
		final AnomalyFlowException refused = assertThrows(AnomalyFlowException.class,
			() -> train("cs-flow", "none", "flips.aflow", true, Progress.NONE));
		assertTrue(refused.getMessage().contains("other settings"), refused.getMessage());
	}
}
