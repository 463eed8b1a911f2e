package org.anomalyflow.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;

import com.google.gson.JsonObject;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.gate.Gate;
import org.anomalyflow.gate.GateLearner;
import org.anomalyflow.gate.ImageSummary;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.PredictionReader;
import org.anomalyflow.inference.ImagePrediction;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.SmallFlows;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program's beginning and end, which detection computes in Java: intensities, colours, fusion, score, gate. */
class TorchScriptExportTest {

	private static final int SIDE = 64;
	private static final float MIN = 10;
	private static final float MAX = 210;
	private static final Backbone.Normalization COLOURS = new Backbone.Normalization(List.of(0.1f, 0.2f, 0.3f), List.of(0.5f, 0.7f, 0.9f));

	@TempDir
	Path folder;

	@ParameterizedTest
	@CsvSource({ "FINEST, 0", "FINEST, 0.03", "PRODUCT, 0", "GEOMETRIC, 0.05", "MEAN, 0.03" })
	void beginningAndEndAreThoseOfDetection(final MapFusion fusion, final double topShare) throws IOException, MalformedModelException {
		final Path file = folder.resolve("program.pt");
		try (ComputeContext context = ComputeContext.openPortable(Progress.NONE); NDManager scope = context.newScope()) {
			final ModelBundle bundle = bundle(context, fusion, topShare, Map.of());
			new TorchScriptExport(context, bundle, COLOURS).write(file);
			final float[] intensities = intensities(1);
			final float[] input = input(intensities);
			final ImagePrediction expected = new PredictionReader(fusion, topShare)
				.read(Detector.of(context, bundle).predict(Tensors.toEngine(scope, input, 1, 3, SIDE, SIDE)), SIDE, SIDE);
			final NDList actual = run(file, context, Tensors.toEngine(scope, intensities, 1, 3, SIDE, SIDE));
			assertEquals(2, actual.size());
			Golden.assertClose(expected.heatmap(), actual.get(0).toFloatArray(), 1e-5, "map");
			Golden.assertClose(new float[]{ expected.score() }, actual.get(1).toFloatArray(), 1e-5, "score");
		}
	}

	/** A batch of an image like the training images, a flat one and one with a pixel that is no number. */
	@Test
	void theGateIsThatOfDetection() throws IOException, MalformedModelException {
		final Path file = folder.resolve("program.pt");
		try (ComputeContext context = ComputeContext.openPortable(Progress.NONE); NDManager scope = context.newScope()) {
			final ModelBundle bundle = bundle(context, MapFusion.GEOMETRIC, 0.05, gate(context).toHost());
			new TorchScriptExport(context, bundle, COLOURS).write(file);
			final float[][] images = { intensities(1), new float[3 * SIDE * SIDE], intensities(2) };
			images[2][5] = Float.NaN;
			final FloatBuffer batch = FloatBuffer.allocate(images.length * images[0].length);
			final float[] unlikeness = new float[images.length];
			final Gate gate = Gate.of(bundle.part(ModelBundle.GATE)).orElseThrow();
			for (int i = 0; i < images.length; i++) {
				batch.put(images[i]);
				unlikeness[i] = (float) gate.unlikeness(
					ImageSummary.join(Detector.of(context, bundle).findings(Tensors.toEngine(scope, input(images[i]), 1, 3, SIDE, SIDE)).summary()));
			}
			final NDList actual = run(file, context, Tensors.toEngine(scope, batch.array(), images.length, 3, SIDE, SIDE));
			assertEquals(3, actual.size());
			final float[] found = actual.get(2).toFloatArray();
			assertEquals(images.length, found.length);
			assertEquals(unlikeness[0], found[0], 1e-3 * unlikeness[0]);
			assertTrue(found[0] < 1);
			assertEquals(unlikeness[1], found[1], 1e-3 * unlikeness[1]);
			assertTrue(found[1] > 1);
			assertEquals(Float.POSITIVE_INFINITY, found[2]);
		}
	}

	private static NDList run(final Path file, final ComputeContext context, final NDArray images)
		throws IOException, MalformedModelException
	{
		try (Model program = Model.newInstance("program", "PyTorch"); InputStream in = Files.newInputStream(file)) {
			program.load(in);
			return program.getBlock().forward(new ParameterStore(context.manager(), false), new NDList(images), false);
		}
	}

	private static float[] intensities(final long seed) {
		final float[] intensities = SeededRandom.uniform(SeededRandom.stream(seed, "image"), 3 * SIDE * SIDE, 100);
		for (int i = 0; i < intensities.length; i++)
			intensities[i] += 100;
		return intensities;
	}

	/** What the network sees of an image. */
	private static float[] input(final float[] intensities) {
		final float[] input = new float[intensities.length];
		for (int i = 0; i < input.length; i++) {
			final int c = i / (SIDE * SIDE);
			input[i] = ((intensities[i] - MIN) / (MAX - MIN) - COLOURS.mean().get(c)) / COLOURS.std().get(c);
		}
		return input;
	}

	private static Gate gate(final ComputeContext context) {
		final FeatureExtractor extractor = extractor(context, new FilterBank(context, FilterBank.COLOUR));
		final ImageSummary summary = new ImageSummary(context);
		final GateLearner learner = new GateLearner();
		for (int image = 0; image < 8; image++)
			try (NDManager scope = context.newScope()) {
				final NDArray input = Tensors.toEngine(scope, input(intensities(10 + image)), 1, 3, SIDE, SIDE);
				learner.add(image, ImageSummary.join(summary.of(input, extractor.features(input))));
			}
		return learner.learn();
	}

	private static FeatureExtractor extractor(final ComputeContext context, final Backbone backbone) {
		return new FeatureExtractor(context, backbone, SmallFlows.of("cs-flow").layout(backbone.name()), SIDE, IntensityRange.EIGHT_BIT);
	}

	/** A fresh flow on the filter bank: it permutes the features. */
	private static ModelBundle bundle(final ComputeContext context, final MapFusion fusion, final double topShare,
		final Map<String, HostTensor> gate)
	{
		final FlowFactory factory = SmallFlows.of("cs-flow");
		final FilterBank backbone = new FilterBank(context, FilterBank.COLOUR);
		final JsonObject settings = SmallFlows.csFlow(extractor(context, backbone).shapes(), 2);
		final SortedMap<String, HostTensor> flow = new TreeMap<>();
		factory.initialise(context.manager(), settings, 1).all().forEach((name, array) -> flow.put(name, Tensors.toHost(array)));
		return new ModelBundle(new ModelInfo(ModelInfo.FORMAT_VERSION, factory.name(), settings, new ModelInfo.Preprocessing(SIDE, MIN, MAX, 8),
			new ModelInfo.BackboneInfo(backbone.name(), backbone.variant(), ""), new ModelInfo.Scoring(fusion.label(), topShare),
			ModelInfo.Calibration.unset(0, 1), new ModelInfo.Training(0, 0, 0, 0, List.of(), 0, 0, "cpu", "float32", "", null, null),
			new ModelInfo.Versions("", "", "")), ModelBundle.join(factory, flow, Map.of(), Collections.emptyMap(), gate));
	}
}
