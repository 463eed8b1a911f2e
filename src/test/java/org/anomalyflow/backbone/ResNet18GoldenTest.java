package org.anomalyflow.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.tensor.Convolutions;
import org.anomalyflow.tensor.Tensors;
import org.anomalyflow.util.Progress;
import org.anomalyflow.weights.HostTensor;
import org.anomalyflow.weights.SafeTensors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * ResNet-18 against torchvision's, computed in float64. Tolerances are shares of a map's standard deviation, from the
 * golden README: float32 reaches 4e-6, a BatchNorm epsilon of 1e-3 already costs 2e-2.
 */
class ResNet18GoldenTest {

	private static final double GAIN2 = 3;
	private static final double FILLED = 3e-5;
	private static final double REAL = 1e-4;
	private static ComputeContext context;
	private static Map<String, HostTensor> filled;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
		filled = GoldenFill.tensors(ResNet18.plan(), GAIN2);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	static List<String> cases() {
		return GoldenMaps.cases("resnet18");
	}

	@Test
	void fillIsTheGoldenOne() {
		try (SafeTensors golden = GoldenMaps.open("resnet18")) {
			assertArrayEquals(golden.floats("in/64x64"), GoldenFill.input(64, 64));
			assertEquals(-0.1214815005660057f, filled.get("conv1.weight").toFloats()[0]);
		}
	}

	@ParameterizedTest
	@MethodSource("cases")
	void filledWeights(final String size) {
		assertGolden(new ResNet18(context, filled), size);
	}

	/** What other devices use must compute the same. */
	@ParameterizedTest
	@EnumSource
	void everyKindOfConvolution(final Convolutions.Kind kind) {
		Assumptions.assumeTrue(kind == Convolutions.Kind.EAGER || Convolutions.works(context), "skipped: no oneDNN here");
		assertGolden(new ResNet18(new FrozenLayers(context, new Convolutions(context, kind)), filled), cases().get(0));
	}

	private static void assertGolden(final Backbone backbone, final String size) {
		final int height = Integer.parseInt(size.split("x")[0]);
		final int width = Integer.parseInt(size.split("x")[1]);
		try (SafeTensors golden = GoldenMaps.open("resnet18"); NDManager scope = context.newScope()) {
			final NDArray images = Tensors.toEngine(scope, GoldenFill.input(height, width), 1, 3, height, width);
			assertMaps(golden, "out/" + size, backbone, images, FILLED);
		}
	}

	@Test
	void realWeights() {
		final Path weights = GoldenMaps.shared("weights").resolve("resnet18-imagenet-layer3.safetensors");
		Assumptions.assumeTrue(Files.exists(weights), "skipped: there is no " + weights);
		try (SafeTensors golden = GoldenMaps.open("real_weights"); SafeTensors file = SafeTensors.open(weights);
				NDManager scope = context.newScope())
		{
			final Backbone backbone = Backbones.create(context, "resnet18", file.tensors(), "");
			assertMaps(golden, "out/resnet18", backbone, RealImage.normalised(golden, scope), REAL);
		}
	}

	private static void assertMaps(final SafeTensors golden, final String prefix, final Backbone backbone,
		final NDArray images, final double tolerance)
	{
		final NDList maps = backbone.features(images);
		assertEquals(backbone.maps().size(), maps.size());
		for (int i = 0; i < maps.size(); i++) {
			final NDArray map = maps.get(i);
			final Backbone.MapSpec spec = backbone.maps().get(i);
			assertSame(images.getManager(), map.getManager());
			assertArrayEquals(new long[] { images.getShape().get(0), spec.channels(), images.getShape().get(2) / spec
				.stride(), images.getShape().get(3) / spec.stride() }, map.getShape().getShape());
			GoldenMaps.assertMap(golden, prefix + "/layer" + (i + 1), map.toFloatArray(), spec.channels(), (int) map
				.getShape().get(3), tolerance);
		}
	}
}
