package org.anomalyflow.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Convolutions;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.network.ResNetLayout;
import org.anomalyflow.pretrained.BackboneWeights;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The residual networks against torchvision's, computed in float64. Tolerances are shares of a map's standard deviation, from
 * the golden README: float32 reaches 6e-6, a BatchNorm epsilon of 1e-3 already costs 2e-2, a stride in another convolution
 * more than 0.1.
 */
class ResNetGoldenTest {

	private static final double GAIN2 = 3;
	private static final double FILLED = 3e-5;
	private static final double REAL = 1e-4;
	private static final String FOUR = "layers=4";
	private static final Map<String, Backbone> NETWORKS = new HashMap<>();
	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		NETWORKS.clear();
		context.close();
	}

	/** The golden files that are there: name, network, variant. */
	static List<Arguments> files() {
		return Stream
			.of(Arguments.of("resnet18", ResNetLayout.RESNET18, ""), Arguments.of("resnet50", ResNetLayout.RESNET50, FOUR),
				Arguments.of("resnet50_msra", ResNetLayout.RESNET50, FOUR + " version=msra"),
				Arguments.of("wide_resnet50_2", ResNetLayout.WIDE_RESNET50_2, FOUR))
			.filter(file -> GoldenMaps.exists((String) file.get()[0])).toList();
	}

	static Stream<Arguments> cases() {
		return files().stream().flatMap(file -> GoldenMaps.cases((String) file.get()[0]).stream()
			.map(size -> Arguments.of(file.get()[0], file.get()[1], file.get()[2], size)));
	}

	private static Map<String, HostTensor> filled(final ResNetLayout layout) {
		return GoldenFill.tensors(layout.shapes(ResNetLayout.ALL).shapes(), GAIN2);
	}

	@Test
	void fillIsTheGoldenOne() {
		try (SafeTensors golden = GoldenMaps.open("resnet18")) {
			assertArrayEquals(golden.floats("in/64x64"), GoldenFill.input(64, 64));
			assertEquals(-0.1214815005660057f, filled(ResNetLayout.RESNET18).get("conv1.weight").toFloats()[0]);
		}
	}

	@ParameterizedTest
	@MethodSource("cases")
	void filledWeights(final String file, final ResNetLayout layout, final String variant, final String size) {
		assertGolden(NETWORKS.computeIfAbsent(file, key -> new ResNet(context, layout, filled(layout), variant)), file, size);
	}

	/** What other devices use must compute the same. */
	@ParameterizedTest
	@MethodSource("files")
	void everyKindOfConvolution(final String file, final ResNetLayout layout, final String variant) {
		for (final Convolutions.Kind kind : Convolutions.Kind.values())
			if (kind == Convolutions.Kind.EAGER || Convolutions.works(context))
				assertGolden(new ResNet(new FrozenLayers(context, new Convolutions(context, kind)), layout, filled(layout), variant), file,
					GoldenMaps.cases(file).get(0));
	}

	private static void assertGolden(final Backbone backbone, final String file, final String size) {
		final int height = Integer.parseInt(size.split("x")[0]);
		final int width = Integer.parseInt(size.split("x")[1]);
		try (SafeTensors golden = GoldenMaps.open(file); NDManager scope = context.newScope()) {
			final NDArray images = Tensors.toEngine(scope, GoldenFill.input(height, width), 1, 3, height, width);
			assertMaps(golden, "out/" + size, backbone, images, FILLED);
		}
	}

	@Test
	void realWeights() {
		assertReal("resnet18-imagenet-layer3.safetensors", "real_weights", "out/resnet18", "");
	}

	@Test
	void realWeightsOfTheAuthors() {
		assertReal("resnet50-msra-layer3.safetensors", "resnet50_msra", "out/real", "version=msra");
	}

	private static void assertReal(final String name, final String file, final String prefix, final String variant) {
		final Path path = GoldenMaps.shared("weights").resolve(name);
		Assumptions.assumeTrue(Files.exists(path), "skipped: there is no " + path);
		Assumptions.assumeTrue(GoldenMaps.exists(file), "skipped: there is no " + file);
		final BackboneWeights weights = BackboneWeights.read(path, null);
		assertEquals(variant, weights.recognition().variant());
		try (SafeTensors image = GoldenMaps.open("real_weights");
			SafeTensors golden = GoldenMaps.open(file);
			NDManager scope = context.newScope())
		{
			final Backbone backbone = Backbones.create(context, weights.recognition().architecture().backbone(), weights.tensors(), variant);
			assertMaps(golden, prefix, backbone, RealImage.normalised(image, scope, backbone.normalization()), REAL);
		}
	}

	private static void assertMaps(final SafeTensors golden, final String prefix, final Backbone backbone, final NDArray images,
		final double tolerance)
	{
		final NDList maps = backbone.features(images);
		assertEquals(backbone.maps().size(), maps.size());
		for (int i = 0; i < maps.size(); i++) {
			final NDArray map = maps.get(i);
			final Backbone.MapSpec spec = backbone.maps().get(i);
			assertSame(images.getManager(), map.getManager());
			assertEquals(images.getShape().get(0), map.getShape().get(0));
			assertEquals(spec.channels(), map.getShape().get(1));
			for (int axis = 2; axis < 4; axis++)
				if (images.getShape().get(axis) % 16 == 0)
					assertEquals((images.getShape().get(axis) + spec.stride() - 1) / spec.stride(), map.getShape().get(axis));
			GoldenMaps.assertMap(golden, prefix + "/layer" + (i + 1), map.toFloatArray(), spec.channels(), (int) map.getShape().get(3),
				tolerance);
		}
	}
}
