package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;

import com.google.gson.JsonObject;

import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.feature.FeatureStatistics;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.ImagePrediction;
import org.anomalyflow.metric.CellMask;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.model.CountedCells;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.FlowModel;
import org.anomalyflow.model.Learned;
import org.anomalyflow.model.OnePassFactory;
import org.anomalyflow.model.OnePassLearner;
import org.anomalyflow.roi.AreaRule;
import org.anomalyflow.roi.RoiZip;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import ij.gui.Roi;

/** What every kind of detector learns where only a part of the good images counts. */
class RegionTrainingTest {

	private static final int CHANNELS = 36;
	private static final int[] SIDES = { 16, 8, 4 };
	private static final List<Shape> SHAPES = Arrays.stream(SIDES).mapToObj(side -> new Shape(CHANNELS, side, side)).toList();
	private static final int SIDE = 64;
	/** float32 sums of thousands of numbers in another order */
	private static final double ROUNDING = 1e-4;

	@TempDir
	static Path folder;

	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
		SampleData.generate(folder, List.of("metal"), 8, 7, Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	/** Those with a likelihood of each cell, which learn from good images alone. */
	static Stream<FlowFactory> flows() {
		return Detectors.all().stream().filter(FlowFactory.class::isInstance).map(FlowFactory.class::cast)
			.filter(factory -> factory.defects("filter-bank", DetectorOptions.of(factory, Map.of())).isEmpty());
	}

	static Stream<OnePassFactory> onePass() {
		return Detectors.all().stream().filter(OnePassFactory.class::isInstance).map(OnePassFactory.class::cast);
	}

	static Stream<DetectorFactory> all() {
		return Detectors.all().stream();
	}

	private static JsonObject settings(final DetectorFactory factory) {
		return factory.settings(new DetectorInput("filter-bank", SHAPES, 8 * SIDES[0]), DetectorOptions.of(factory, Map.of()));
	}

	/** Features whose right quarter is multiplied by a factor. */
	private static NDList features(final NDManager scope, final int batch, final int seed, final float right) {
		final SplittableRandom random = new SplittableRandom(seed);
		final NDList maps = new NDList();
		for (final int side : SIDES) {
			final float[] values = new float[batch * CHANNELS * side * side];
			for (int i = 0; i < values.length; i++)
				values[i] = (float) random.nextGaussian() * (i % side >= side * 3 / 4 ? right : 1);
			maps.add(Tensors.toEngine(scope, values, batch, CHANNELS, side, side));
		}
		return maps;
	}

	/** The cells of some quarters of the columns. */
	private static NDList counted(final NDManager scope, final int batch, final int first, final int end) {
		final NDList maps = new NDList();
		for (final int side : SIDES) {
			final float[] values = new float[batch * side * side];
			for (int i = 0; i < values.length; i++)
				values[i] = i % side >= first * side / 4 && i % side < end * side / 4 ? 1 : 0;
			maps.add(Tensors.toEngine(scope, values, batch, side, side));
		}
		return maps;
	}

	/** Two neighbouring quarters off what counts, cells may be anything: nothing that is learned depends on it. */
	@ParameterizedTest
	@MethodSource("onePass")
	void cellsThatDoNotCountAreNotLearned(final OnePassFactory factory) {
		for (final int images : new int[]{ 5, 45 }) {
			final SortedMap<String, NDArray> some = learn(factory, images, 1, true);
			final SortedMap<String, NDArray> others = learn(factory, images, 1000, true);
			assertEquals(some.keySet(), others.keySet());
			some.forEach((name, tensor) -> assertEquals(tensor, others.get(name), name));
			assertTrue(learn(factory, images, 1, false).entrySet().stream()
				.anyMatch(entry -> !entry.getValue().equals(learn(factory, images, 1000, false).get(entry.getKey()))), "they do where all count");
		}
	}

	private static SortedMap<String, NDArray> learn(final OnePassFactory factory, final int images, final float right,
		final boolean limited)
	{
		final NDManager scope = context.newScope();
		try (OnePassLearner learner = factory.learner(context, settings(factory), images, 1)) {
			for (int image = 0; image < images; image++)
				if (limited)
					learner.add(image, features(scope, 1, image, right), counted(scope, 1, 0, 1), Progress.NONE);
				else
					learner.add(image, features(scope, 1, image, right), Progress.NONE);
			final Learned learned = learner.learn(Progress.NONE);
			assertEquals(factory.tensors(learned.settings()).keySet(), learned.parameters().all().keySet());
			return learned.parameters().all();
		}
	}

	/** The likelihood of all cells is that of some and of the others, and so are its gradients. */
	@ParameterizedTest
	@MethodSource("flows")
	void lossesOfPartsAddUp(final FlowFactory factory) {
		final JsonObject settings = settings(factory);
		final Parameters parameters = factory.initialise(context.manager(), settings, 3);
		final SplittableRandom random = new SplittableRandom(5);
		parameters.trainable().forEach((name, tensor) -> {
			final float[] values = tensor.toFloatArray();
			for (int i = 0; i < values.length; i++)
				values[i] += (float) (0.05 * random.nextGaussian());
			tensor.set(java.nio.FloatBuffer.wrap(values));
		});
		final FlowModel model = factory.create(context, settings, parameters);
		final List<float[]> all = lossAndGradients(model, 0, 4);
		final List<float[]> left = lossAndGradients(model, 0, 1);
		final List<float[]> right = lossAndGradients(model, 1, 4);
		for (int i = 0; i < all.size(); i++) {
			double largest = 1e-3;
			for (final float value : all.get(i))
				largest = Math.max(largest, Math.abs(value));
			for (int k = 0; k < all.get(i).length; k++)
				// a quarter of the cells was scaled up to stand for all
				assertEquals(all.get(i)[k], left.get(i)[k] / 4 + right.get(i)[k] * 3 / 4, ROUNDING * largest * 10, "array " + i);
		}
		assertNotEquals(all.get(0)[0], left.get(0)[0], 1e-6);
		assertEquals(unlimited(model), all.get(0)[0], ROUNDING * Math.max(1, Math.abs(all.get(0)[0])));
	}

	private static float unlimited(final FlowModel model) {
		model.parameters().requireGradients(true);
		try (NDManager scope = context.newScope(); GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
			return model.loss(features(scope, 2, 9, 3)).getFloat();
		}
		finally {
			model.parameters().requireGradients(false);
		}
	}

	private static List<float[]> lossAndGradients(final FlowModel model, final int first, final int end) {
		model.parameters().requireGradients(true);
		try (NDManager scope = context.newScope()) {
			final NDList features = features(scope, 2, 9, 3);
			final CountedCells cells = CountedCells.of(features, counted(scope, 2, first, end));
			assertEquals(4.0 / (end - first), cells.gain(), 1e-9);
			try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
				final NDArray loss = model.loss(features, cells);
				collector.zeroGradients();
				collector.backward(loss);
				return Stream.concat(Stream.of(new float[]{ loss.getFloat() }),
					model.parameters().trainable().values().stream().map(tensor -> tensor.getGradient().toFloatArray())).toList();
			}
		}
		finally {
			model.parameters().requireGradients(false);
		}
	}

	/** From files to a model file with a region, moved views and folds included. */
	@ParameterizedTest
	@MethodSource("all")
	void trainsOnARegion(final DetectorFactory factory) {
		final Path roi = folder.resolve("roi.zip");
		final Roi half = new Roi(0, 0, 128, 256);
		half.setName("half");
		RoiZip.write(List.of(half), roi);
		final List<Path> files = ImageFolder.list(folder.resolve("metal/train/good"), false).images();
		final ModelBundle limited = train(factory, files, AreaRule.of(roi.toFile(), null, false));
		final ModelBundle whole = train(factory, files, AreaRule.ALL);
		assertEquals(factory.tensors(limited.info().settings()).keySet(), limited.detector().keySet());
		assertTrue(
			limited.detector().entrySet().stream()
				.anyMatch(entry -> !entry.getValue().bytes()
					.equals(whole.detector().get(entry.getKey()) == null ? null : whole.detector().get(entry.getKey()).bytes())),
			"the region changes what is learned");
		assertNotEquals(List.of(limited.part(ModelBundle.FEATURES).get("mean0").toFloats()[0]),
			List.of(whole.part(ModelBundle.FEATURES).get("mean0").toFloats()[0]), "and the common scale");
		final ImagePrediction reading = Detector.of(context, limited).read(ImageFiles.read(files.get(0)).get(1).image());
		for (final float heat : reading.heatmap())
			assertTrue(Float.isFinite(heat));
	}

	private static ModelBundle train(final DetectorFactory factory, final List<Path> files, final AreaRule area) {
		final TrainingOptions options = TrainingOptions.builder().optModel(factory.name()).optBackbone("filter-bank").optImageSize(SIDE)
			.optEpochs(2).optHoldout("cross").optAugmentation("flips+shifts").optArea(area).build();
		return new ModelTrainer(context, options, Progress.NONE).train(TrainingImages.of(files, options, Progress.NONE),
			folder.resolve(factory.name() + area.roi().required() + ".aflow"));
	}

	@Test
	void kindsThatCannotSaySo() {
		final OnePassLearner learner = new OnePassLearner() {

			@Override
			public void add(final int part, final NDList features, final Progress progress) {
				// takes everything
			}

			@Override
			public Learned learn(final Progress progress) {
				return null;
			}

			@Override
			public void close() {
				// has nothing
			}
		};
		assertTrue(assertThrows(AnomalyFlowException.class, () -> learner.add(0, new NDList(), new NDList(), Progress.NONE)).getMessage()
			.contains("without roi and ignore"));
	}

	@Test
	void cellsBelongToAnAreaByTheirMiddles() {
		final PixelRuns left = PixelRuns.of(mask(32, (x, y) -> x < 20), 32, 32);
		final boolean[] cells = CellMask.of(left, 4, 4);
		for (int i = 0; i < cells.length; i++)
			assertEquals(i % 4 < 2, cells[i], "middles at 4, 12, 20 and 28");
		final boolean[] touched = CellMask.of(PixelRuns.of(mask(32, (x, y) -> x == 17 && y == 9), 32, 32), 4, 4);
		assertArrayEquals(new int[]{ 6 }, IntStream.range(0, 16).filter(i -> touched[i]).toArray(), "too small for a middle");
	}

	private interface Inside {

		boolean test(int x, int y);
	}

	private static boolean[] mask(final int side, final Inside inside) {
		final boolean[] mask = new boolean[side * side];
		for (int i = 0; i < mask.length; i++)
			mask[i] = inside.test(i % side, i / side);
		return mask;
	}

	@Test
	void statisticsAreThoseOfTheCellsThatCount() {
		try (NDManager scope = context.newScope()) {
			final FeatureStatistics.Collector some = new FeatureStatistics.Collector();
			some.add(features(scope, 2, 4, 1), Optional.of(counted(scope, 2, 0, 3)));
			final FeatureStatistics.Collector same = new FeatureStatistics.Collector();
			same.add(features(scope, 2, 4, 1e6f), Optional.of(counted(scope, 2, 0, 3)));
			some.toHost().forEach((name, tensor) -> assertArrayEquals(tensor.toFloats(), same.toHost().get(name).toFloats(), name));
			final float[] values = features(scope, 2, 4, 1).get(2).toFloatArray();
			double sum = 0;
			for (int i = 0; i < values.length; i++)
				if (i / 16 % CHANNELS == 5 && i % 4 < 3)
					sum += values[i];
			assertEquals(sum / 24, some.toHost().get("mean2").toFloats()[5], 1e-6);
		}
	}
}
