package org.anomalyflow.model.spade;

import static org.anomalyflow.golden.Golden.assertClose;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.Prediction;
import org.anomalyflow.model.OnePassLearner;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SPADE against the formulas of its usual code, computed in float64, with and without the cells that it drops. The tolerance
 * is that of the other detectors: 2e-5 of the largest value.
 */
class SpadeGoldenTest {

	private static final double OUT = 2e-5;
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
		return Golden.files("detectors", "spade_");
	}

	@ParameterizedTest
	@MethodSource("files")
	void scoresAndMaps(final Path file) {
		try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
			final NDList train = maps(golden, scope, "in/train");
			final NDList test = maps(golden, scope, "in/test");
			for (final GalleryUse use : GalleryUse.values()) {
				final Prediction evidence = learned(golden, train, use).predict(test);
				assertClose(golden, "out/score", evidence.scores(), OUT);
				assertClose(golden, "map/" + use.label(), evidence.maps().singletonOrThrow(), OUT);
			}
		}
	}

	private static SpadeModel learned(final SafeTensors golden, final NDList train, final GalleryUse use) {
		final SpadeFactory factory = new SpadeFactory();
		final List<Shape> shapes = train.stream().map(map -> map.getShape().slice(1)).toList();
		final JsonObject settings = factory.settings(new DetectorInput("resnet18", shapes, Integer.parseInt(golden.metadata().get("image"))),
			DetectorOptions.of(factory, Map.of("gallery", use.label(), "nearest_images", golden.metadata().get("nearest_images"))));
		final int images = (int) train.get(0).getShape().get(0);
		try (OnePassLearner learner = factory.learner(context, settings, images, 1)) {
			IntStream.range(0, images).forEach(image -> learner.add(image, one(train, image), Progress.NONE));
			final SpadeModel model = (SpadeModel) learner.learn(Progress.NONE).model();
			assertTrue(model.gallery().vectors().getShape().get(0) == images);
			return model;
		}
	}

	private static NDList one(final NDList maps, final int image) {
		return new NDList(maps.stream().map(map -> map.get(image + ":" + (image + 1))).toList());
	}

	private static NDList maps(final SafeTensors golden, final NDManager scope, final String prefix) {
		final NDList maps = new NDList();
		for (int map = 0; golden.names().contains(prefix + map); map++)
			maps.add(Tensors.toEngine(scope, golden.tensor(prefix + map)));
		return maps;
	}
}
