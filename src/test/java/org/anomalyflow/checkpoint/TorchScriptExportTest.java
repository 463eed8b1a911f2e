package org.anomalyflow.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.ParameterStore;

import com.google.gson.JsonObject;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.EvidenceReader;
import org.anomalyflow.inference.Reading;
import org.anomalyflow.model.FlowFactory;
import org.anomalyflow.model.MapFusion;
import org.anomalyflow.model.SmallFlows;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.SeededRandom;
import org.anomalyflow.tensor.Tensors;
import org.anomalyflow.util.Progress;
import org.anomalyflow.weights.HostTensor;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The program's beginning and end, which detection computes in Java: intensities, colours, fusion, score. */
class TorchScriptExportTest {

	private static final int SIDE = 64;
	private static final float MIN = 10;
	private static final float MAX = 210;
	private static final Backbone.Normalization COLOURS = new Backbone.Normalization(List.of(0.1f, 0.2f, 0.3f), List.of(0.5f,
		0.7f, 0.9f));

	@TempDir
	Path folder;

	@ParameterizedTest
	@CsvSource({ "FINEST, 0", "FINEST, 0.03", "PRODUCT, 0", "GEOMETRIC, 0.05", "MEAN, 0.03" })
	void beginningAndEndAreThoseOfDetection(final MapFusion fusion, final double topShare) throws IOException,
		MalformedModelException
	{
		final Path file = folder.resolve("program.pt");
		try (ComputeContext context = ComputeContext.openPortable(Progress.NONE); NDManager scope = context.newScope()) {
			final ModelBundle bundle = bundle(context, fusion, topShare);
			new TorchScriptExport(context, bundle, COLOURS).write(file);
			final float[] intensities = SeededRandom.uniform(SeededRandom.stream(1, "image"), 3 * SIDE * SIDE, 100);
			final float[] input = new float[intensities.length];
			for (int i = 0; i < input.length; i++) {
				intensities[i] += 100;
				final int c = i / (SIDE * SIDE);
				input[i] = ((intensities[i] - MIN) / (MAX - MIN) - COLOURS.mean().get(c)) / COLOURS.std().get(c);
			}
			final Reading expected = new EvidenceReader(fusion, topShare).read(Detector.of(context, bundle).evidence(Tensors
				.toEngine(scope, input, 1, 3, SIDE, SIDE)), SIDE, SIDE);
			try (Model program = Model.newInstance("program", "PyTorch"); InputStream in = Files.newInputStream(file)) {
				program.load(in);
				final NDList actual = program.getBlock().forward(new ParameterStore(context.manager(), false), new NDList(Tensors
					.toEngine(scope, intensities, 1, 3, SIDE, SIDE)), false);
				Golden.assertClose(expected.heatmap(), actual.get(0).toFloatArray(), 1e-5, "map");
				Golden.assertClose(new float[] { expected.score() }, actual.get(1).toFloatArray(), 1e-5, "score");
			}
		}
	}

	/** A fresh flow on the filter bank: it permutes the features. */
	private static ModelBundle bundle(final ComputeContext context, final MapFusion fusion, final double topShare) {
		final FlowFactory factory = SmallFlows.of("cs-flow");
		final FilterBank backbone = new FilterBank(context, FilterBank.COLOUR);
		final JsonObject settings = SmallFlows.csFlow(new FeatureExtractor(context, backbone, factory.layout(backbone.name()),
			SIDE, IntensityRange.EIGHT_BIT).shapes(), 2);
		final SortedMap<String, HostTensor> flow = new TreeMap<>();
		factory.initialise(context.manager(), settings, 1).all().forEach((name, array) -> flow.put(name, Tensors.toHost(
			array)));
		return new ModelBundle(new ModelInfo(ModelInfo.FORMAT_VERSION, factory.name(), settings, new ModelInfo.Preprocessing(
			SIDE, MIN, MAX, 8), new ModelInfo.BackboneInfo(backbone.name(), backbone.variant(), ""), new ModelInfo.Scoring(fusion
				.label(), topShare), ModelInfo.Calibration.unset(0, 1), new ModelInfo.Training(0, 0, 0, 0, List.of(), 0, 0, "cpu", "float32", "", null, null), new ModelInfo.Versions("", "", "")),
			ModelBundle.join(factory, flow, Map.of(), Collections.emptyMap(), Map.of()));
	}
}
