package org.anomalyflow.model.memseg;

import static org.anomalyflow.golden.Golden.assertClose;
import static org.anomalyflow.golden.Golden.assertWithin;
import static org.anomalyflow.model.GoldenFlows.GRADIENT;
import static org.anomalyflow.model.GoldenFlows.OUT;
import static org.anomalyflow.model.GoldenFlows.backward;
import static org.anomalyflow.model.GoldenFlows.integer;
import static org.anomalyflow.model.GoldenFlows.maps;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.model.DefectLabels;
import org.anomalyflow.model.FeatureStream;
import org.anomalyflow.model.GoldenFlows;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.memseg.MemSegSettings.Damping;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** MemSeg against its public code's modules, computed in double precision; tolerances in {@link GoldenFlows}. */
class MemSegGoldenTest {

	private static final String PARAM = "param/";

	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	static List<Path> files() {
		return Golden.files("detectors", "memseg_");
	}

	private static int[] numbers(final SafeTensors golden, final String key) {
		return Arrays.stream(golden.metadata().get(key).split(",")).mapToInt(Integer::parseInt).toArray();
	}

	private static MemSegSettings settings(final SafeTensors golden, final NDList features) {
		final List<Shape> shapes = new ArrayList<>();
		features.forEach(map -> shapes.add(map.getShape().slice(1)));
		return new MemSegSettings(shapes, numbers(golden, "parts").length, Damping.ofLabel(golden.metadata().get("damping")),
			integer(golden, "image_size"));
	}

	private static Parameters parameters(final SafeTensors golden, final NDManager scope, final MemSegSettings settings) {
		final Parameters parameters = MemSegModel.plan(settings).initialise(scope, 1);
		parameters.all().forEach((name, array) -> {
			if (golden.names().contains(PARAM + name))
				Tensors.toEngine(scope, golden.tensor(PARAM + name)).copyTo(array);
		});
		assertEquals(golden.names().stream().filter(name -> name.startsWith(PARAM)).count() + settings.levels(), parameters.all().size());
		return parameters;
	}

	/** A model whose memory is the file's; a random order of images does not change which is the nearest. */
	private static MemSegModel model(final SafeTensors golden, final NDManager scope, final MemSegSettings settings,
		final Parameters parameters)
	{
		final MemSegModel model = new MemSegModel(context, settings, parameters);
		final NDList memory = maps(golden, scope, "in/m");
		final FeatureStream stream = reader -> {
			for (int image = 0; image < settings.memory(); image++) {
				final NDList one = new NDList();
				for (final NDArray map : memory)
					one.add(map.get(new NDIndex("{}:{}", image, image + 1)));
				reader.read(one, Optional.empty());
			}
		};
		model.begin(stream, numbers(golden, "parts"), 3);
		return model;
	}

	@ParameterizedTest
	@MethodSource("files")
	void detection(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final NDList features = maps(golden, scope, "in/f");
			final MemSegSettings settings = settings(golden, features);
			final Parameters parameters = parameters(golden, scope, settings);
			final MemSegModel model = model(golden, scope, settings, parameters);
			final MemSegNetwork network = new MemSegNetwork(context, settings, parameters);
			final NDList good = model.damped(chosen(golden, scope, "out/nearest"), false);
			final NDList fused = network.fuse(model.damped(features, false), good, FlowMode.INFERENCE);
			for (int map = 0; map < fused.size(); map++)
				assertClose(golden, "out/inference_fused" + map, fused.get(map), OUT);
			assertClose(golden, "out/inference", network.forward(model.damped(features, false), good, FlowMode.INFERENCE), OUT);
			final Prediction prediction = model.predict(features);
			assertClose(golden, "out/odds", prediction.maps().singletonOrThrow(), OUT);
			assertClose(golden, "out/score", prediction.scores(), OUT);
		}
	}

	@ParameterizedTest
	@MethodSource("files")
	void training(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final NDList features = maps(golden, scope, "in/f");
			final MemSegSettings settings = settings(golden, features);
			final Parameters parameters = parameters(golden, scope, settings);
			final MemSegModel model = model(golden, scope, settings, parameters);
			parameters.requireGradients(true);
			final DefectLabels labels = new DefectLabels(Tensors.toEngine(scope, golden.tensor("in/masks")), numbers(golden, "own"),
				Optional.empty());
			assertEquals(golden.floats("out/loss")[0], backward(() -> model.loss(features, labels)), OUT);
			double largest = 0;
			for (final String name : parameters.trainable().keySet())
				for (final float value : golden.floats("grad/" + name))
					largest = Math.max(largest, Math.abs(value));
			for (final String name : parameters.trainable().keySet())
				assertWithin(golden.floats("grad/" + name), parameters.get(name).getGradient().toFloatArray(), GRADIENT * largest, name);
			for (final String name : parameters.all().keySet())
				if (name.contains("running_"))
					assertClose(golden, "after/" + name, parameters.get(name), OUT);
		}
	}

	/** The memory's images of a list of numbers. */
	private static NDList chosen(final SafeTensors golden, final NDManager scope, final String name) {
		final NDArray numbers = Tensors.toEngine(scope, golden.tensor(name));
		final NDList images = new NDList();
		maps(golden, scope, "in/m").forEach(map -> images.add(map.get(numbers)));
		return images;
	}
}
