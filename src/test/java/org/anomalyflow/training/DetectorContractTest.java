package org.anomalyflow.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import javax.imageio.ImageIO;

import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;

import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.checkpoint.CheckpointImport;
import org.anomalyflow.checkpoint.ExportFormat;
import org.anomalyflow.checkpoint.ImportOptions;
import org.anomalyflow.checkpoint.ModelExport;
import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.PilResize;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.ImagePrediction;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.DetectorOption;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.pretrained.WeightsStore;
import org.anomalyflow.sample.SampleData;
import org.anomalyflow.threshold.ThresholdBasis;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every kind of detector does, whatever it computes. */
class DetectorContractTest {

	private static final int SIDE = 64;
	private static final int IMAGES = 10;

	@TempDir
	static Path folder;

	private static final Map<String, ModelBundle> TRAINED = new HashMap<>();

	private static ComputeContext context;
	private static List<Path> files;

	@BeforeAll
	static void makeImages() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
		SampleData.generate(folder, List.of("metal"), IMAGES, 7, Progress.NONE);
		files = ImageFolder.list(folder.resolve("metal/train/good"), false).images();
	}

	@AfterAll
	static void close() {
		context.close();
	}

	static Stream<DetectorFactory> all() {
		return Detectors.all().stream();
	}

	private static ModelBundle train(final DetectorFactory factory, final String name, final boolean resume, final Progress progress) {
		return train(factory, files, name, resume, progress);
	}

	private static ModelBundle train(final DetectorFactory factory, final List<Path> images, final String name, final boolean resume,
		final Progress progress)
	{
		return train(factory, images, 2, "cross", name, resume, progress);
	}

	/** The model of all images, which no test changes. */
	private static ModelBundle trained(final DetectorFactory factory) {
		return TRAINED.computeIfAbsent(factory.name(), name -> train(factory, "-a.aflow", false, Progress.NONE));
	}

	private static ModelBundle train(final DetectorFactory factory, final List<Path> images, final int epochs, final String holdout,
		final String name, final boolean resume, final Progress progress)
	{
		final TrainingOptions options = TrainingOptions.builder().optModel(factory.name()).optBackbone("filter-bank").optImageSize(SIDE)
			.optEpochs(epochs).optHoldout(holdout).optResume(resume).build();
		return new ModelTrainer(context, options, progress).train(TrainingImages.of(images, Progress.NONE),
			folder.resolve(factory.name() + name));
	}

	private static PlanarImage image(final String path) {
		return ImageFiles.read(folder.resolve("metal").resolve(path)).get(1).image();
	}

	private static void assertSame(final ModelBundle expected, final ModelBundle actual) {
		assertEquals(expected.tensors().keySet(), actual.tensors().keySet());
		expected.tensors().forEach((name, tensor) -> assertEquals(tensor.bytes(), actual.tensors().get(name).bytes(), name));
		assertEquals(expected.info().calibration(), actual.info().calibration());
		assertEquals(expected.info().settings(), actual.info().settings());
	}

	@ParameterizedTest
	@MethodSource("all")
	void trainsSavesLoadsAndRepeats(final DetectorFactory factory) {
		final ModelBundle bundle = trained(factory);
		assertSame(bundle, train(factory, "-b.aflow", false, Progress.NONE));
		assertSame(bundle, BundleFile.read(folder.resolve(factory.name() + "-a.aflow")));
		final CalibrationData data = bundle.info().calibration().data();
		assertEquals(IMAGES, data.scores().size());
		assertEquals(factory.scoreScale().label(), data.scale());
		final Detector detector = Detector.of(context, bundle);
		final ImagePrediction first = detector.read(image("test/good/000.png"));
		assertTrue(Float.isFinite(first.score()));
		for (final String other : List.of("test/good/001.png", "test/good/002.png", "test/scratch/000.png"))
			detector.read(image(other));
		final ImagePrediction again = detector.read(image("test/good/000.png"));
		assertEquals(first.score(), again.score(), Math.abs(first.score()) * 1e-5, "image 5 equals image 1");
		for (int i = 0; i < first.heatmap().length; i++)
			assertEquals(first.heatmap()[i], again.heatmap()[i], Math.abs(first.heatmap()[i]) * 1e-4 + 1e-6);
	}

	/** Higher means more anomalous, in the range of the declared scale. */
	@ParameterizedTest
	@MethodSource("all")
	void scoresHaveTheDeclaredDirection(final DetectorFactory factory) {
		final Detector detector = Detector.of(context, train(factory, files, 0, "0", "-direction.aflow", false, Progress.NONE));
		final double[] good = scores(detector, files);
		final double[] bad = scores(detector,
			ImageFolder.list(folder.resolve("metal/test"), true).images().stream().filter(file -> !file.getParent().endsWith("good")).toList());
		assertTrue(Arrays.stream(bad).average().orElseThrow() > Arrays.stream(good).average().orElseThrow(),
			Arrays.toString(good) + Arrays.toString(bad));
		for (final double score : bad)
			assertEquals(score, factory.scoreScale().restore(factory.scoreScale().transform(score)), Math.abs(score) * 1e-4);
	}

	private static double[] scores(final Detector detector, final List<Path> images) {
		return images.stream().mapToDouble(file -> detector.read(ImageFiles.read(file).get(1).image()).score()).toArray();
	}

	@ParameterizedTest
	@MethodSource("all")
	void cancelledLeavesNothingAndResumesToTheSame(final DetectorFactory factory) {
		final Path file = folder.resolve(factory.name() + "-stopped.aflow");
		for (final int updates : new int[]{ 3, 14, 16 }) {
			final int[] left = { updates };
			assertThrows(CancelledException.class, () -> train(factory, "-stopped.aflow", updates > 3, new Progress() {

				@Override
				public void update(final String stage, final long done, final long total, final String detail) {
					left[0]--;
				}

				@Override
				public void message(final String line) {
					// not looked at
				}

				@Override
				public boolean isCancelled() {
					return left[0] <= 0;
				}
			}));
			assertFalse(Files.exists(file), "after " + updates + " updates");
		}
		assertSame(trained(factory), train(factory, "-stopped.aflow", true, Progress.NONE));
		assertEquals(List.of(), leftovers(file));
	}

	private static List<String> leftovers(final Path model) {
		return Arrays.stream(folder.toFile()
			.list((parent, name) -> name.startsWith(model.getFileName().toString()) && !name.equals(model.getFileName().toString()))).toList();
	}

	@ParameterizedTest
	@MethodSource("all")
	void tinyImagesAreImages(final DetectorFactory factory) throws Exception {
		final Path tiny = Files.createDirectories(folder.resolve("tiny"));
		for (int i = 0; i < 5; i++) {
			final BufferedImage image = new BufferedImage(8, 9, BufferedImage.TYPE_BYTE_GRAY);
			image.getRaster().setSample(i % 3, i / 3, 0, 200);
			ImageIO.write(image, "png", tiny.resolve(i + ".png").toFile());
		}
		final ModelBundle bundle = train(factory, ImageFolder.list(tiny, false).images(), "-tiny.aflow", false, Progress.NONE);
		final ImagePrediction reading = Detector.of(context, bundle).read(ImageFiles.read(tiny.resolve("0.png")).get(1).image());
		assertEquals(8 * 9, reading.heatmap().length);
		assertTrue(Float.isFinite(reading.score()));
	}

	/** Every tensor of a model file is declared, and its settings are what the specification allows. */
	@ParameterizedTest
	@MethodSource("all")
	void describesItsTensors(final DetectorFactory factory) {
		final ModelBundle bundle = trained(factory);
		assertEquals(factory.tensors(bundle.info().settings()).keySet(), bundle.detector().keySet());
		bundle.detector().forEach((name, tensor) -> {
			assertArrayEquals(factory.tensors(bundle.info().settings()).get(name), tensor.shape(), name);
			assertEquals(factory.isInteger(name), !tensor.type().isFloating(), name);
		});
		assertTrue(factory.specification().violation(bundle.info().settings(), "settings", 2).isEmpty());
		assertEquals(ThresholdBasis.CROSS_VALIDATION.label(), bundle.info().calibration().data().basis(),
			"features were brought to a common scale by all images, which promises nothing");
	}

	/** As one program, and as tensors that come back. */
	@ParameterizedTest
	@MethodSource("all")
	void exportsAndComesBack(final DetectorFactory factory) throws Exception {
		final ModelBundle bundle = trained(factory);
		final PlanarImage image = image("test/scratch/000.png");
		final ImagePrediction expected = Detector.of(context, bundle).read(image);
		final Path program = folder.resolve(factory.name() + ".pt");
		ModelExport.write(bundle, ExportFormat.TORCHSCRIPT, program, () -> ComputeContext.openPortable(Progress.NONE));
		try (Model loaded = Model.newInstance("program", "PyTorch");
			InputStream in = Files.newInputStream(program);
			NDManager scope = context.newScope())
		{
			loaded.load(in);
			final NDList results = loaded.getBlock().forward(new ParameterStore(context.manager(), false),
				new NDList(Tensors.toEngine(scope, resized(image), 1, 3, SIDE, SIDE)), false);
			assertEquals(expected.score(), results.get(1).toFloatArray()[0], Math.abs(expected.score()) * 1e-3);
			Golden.assertClose(Detector.of(context, bundle).read(PilResize.resize(image, SIDE, SIDE)).heatmap(), results.get(0).toFloatArray(),
				1e-3, "map of an image of the program's size");
		}
		final Path tensors = folder.resolve(factory.name() + ".safetensors");
		ModelExport.write(bundle, ExportFormat.SAFETENSORS, tensors, () -> ComputeContext.openPortable(Progress.NONE));
		final ModelBundle back = new CheckpointImport(context, WeightsStore.open(),
			ImportOptions.builder().setCheckpoint(tensors.toFile()).build(), Progress.NONE).run().bundle();
		assertEquals(expected.score(), Detector.of(context, back).read(image).score(), Math.abs(expected.score()) * 1e-3);
		assertEquals(bundle.info().calibration(), back.info().calibration());
	}

	private static float[] resized(final PlanarImage image) {
		final PlanarImage small = PilResize.resize(image, SIDE, SIDE);
		final float[] values = new float[3 * SIDE * SIDE];
		for (int c = 0; c < 3; c++)
			System.arraycopy(small.plane(Math.min(c, small.channels() - 1)), 0, values, c * SIDE * SIDE, SIDE * SIDE);
		return values;
	}

	@ParameterizedTest
	@MethodSource("all")
	void refusesOptionsThatItDoesNotHave(final DetectorFactory factory) {
		assertThrows(InvalidParameterException.class, () -> DetectorOptions.of(factory, Map.of("nosuch", "1")));
		for (final DetectorOption option : factory.options())
			assertThrows(InvalidParameterException.class, () -> DetectorOptions.of(factory, Map.of(option.name(), "nonsense")), option.name());
	}
}
