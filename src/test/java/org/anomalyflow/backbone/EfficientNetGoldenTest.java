package org.anomalyflow.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Convolutions;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.network.EfficientNetLayout;
import org.anomalyflow.pretrained.WeightsArchitecture;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * EfficientNet-B4 and -B5 against the reference implementations, computed in float64, for all paddings. The tolerance is
 * a share of a map's standard deviation, from the golden README: float32 reaches 1.8e-5, a wrong padding or epsilon
 * costs more than 0.1.
 */
class EfficientNetGoldenTest {

	private static final Map<WeightsArchitecture, Double> GAIN2 = Map.of(WeightsArchitecture.EFFICIENTNET_B4, 5.75,
		WeightsArchitecture.EFFICIENTNET_B5, 5.5);
	private static final double TOLERANCE = 1e-4;
	private static final Map<WeightsArchitecture, SortedMap<String, HostTensor>> FILLED = new EnumMap<>(WeightsArchitecture.class);
	private static final Map<String, EfficientNet> NETWORKS = new HashMap<>();
	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
		for (final WeightsArchitecture size : GAIN2.keySet())
			FILLED.put(size, GoldenFill.tensors(size.shapes(), GAIN2.get(size)));
	}

	@AfterAll
	static void close() {
		FILLED.clear();
		NETWORKS.clear();
		context.close();
	}

	static Stream<Arguments> cases() {
		return GAIN2.keySet().stream().sorted()
			.flatMap(size -> GoldenMaps.cases(file(size)).stream().map(golden -> Arguments.of(size, golden)));
	}

	private static String file(final WeightsArchitecture size) {
		return size.backbone().replace('-', '_');
	}

	@ParameterizedTest
	@MethodSource("cases")
	void filledWeights(final WeightsArchitecture size, final String golden) {
		final String variant = variant(golden);
		final EfficientNet network = NETWORKS.computeIfAbsent(size + variant,
			key -> new EfficientNet(context, size, FILLED.get(size), variant));
		assertEquals(variant, network.variant());
		assertArrayEquals(FILLED.get(size).keySet().toArray(), network.tensors().keySet().toArray());
		assertGolden(network, size, golden);
	}

	/** What other devices use must compute the same. */
	@ParameterizedTest
	@EnumSource
	void everyKindOfConvolution(final Convolutions.Kind kind) {
		Assumptions.assumeTrue(kind == Convolutions.Kind.EAGER || Convolutions.works(context), "skipped: no oneDNN here");
		final WeightsArchitecture size = WeightsArchitecture.EFFICIENTNET_B4;
		final String golden = "100x76/same";
		assertGolden(new EfficientNet(new FrozenLayers(context, new Convolutions(context, kind)), size, FILLED.get(size), variant(golden)),
			size, golden);
	}

	/** The smallest image that CS-Flow may see leaves one pixel in the coarsest map. */
	@Test
	void mapsOfOnePixel() {
		Assumptions.assumeTrue(Convolutions.works(context), "skipped: no oneDNN here");
		assertArrayEquals(onePixel(Convolutions.Kind.EAGER), onePixel(Convolutions.Kind.ONEDNN), 1e-3f);
	}

	private static float[] onePixel(final Convolutions.Kind kind) {
		final WeightsArchitecture size = WeightsArchitecture.EFFICIENTNET_B4;
		final int side = 32;
		final EfficientNet network = new EfficientNet(new FrozenLayers(context, new Convolutions(context, kind)), size, FILLED.get(size),
			"bn_eps=1e-3 padding=symmetric");
		try (NDManager scope = context.newScope()) {
			final NDArray map = network.features(Tensors.toEngine(scope, GoldenFill.input(side, side), 1, 3, side, side)).singletonOrThrow();
			assertEquals(1, map.getShape().get(2) * map.getShape().get(3));
			return map.toFloatArray();
		}
	}

	private static String variant(final String golden) {
		final String[] parts = golden.split("/")[1].split("_eps");
		return "bn_eps=" + (parts.length > 1 ? parts[1] : "1e-3") + " padding=" + parts[0];
	}

	private static void assertGolden(final EfficientNet network, final WeightsArchitecture size, final String golden) {
		final String[] parts = golden.split("[x/]");
		final int height = Integer.parseInt(parts[0]);
		final int width = Integer.parseInt(parts[1]);
		try (SafeTensors file = GoldenMaps.open(file(size)); NDManager scope = context.newScope()) {
			assertLayers(file, "out/" + golden, network, Tensors.toEngine(scope, GoldenFill.input(height, width), 1, 3, height, width));
		}
	}

	@ParameterizedTest
	@MethodSource
	void realWeights(final String padding) {
		final Path weights = GoldenMaps.shared("weights").resolve("efficientnet_b4-imagenet-features6.safetensors");
		Assumptions.assumeTrue(Files.exists(weights), "skipped: there is no " + weights);
		try (SafeTensors golden = GoldenMaps.open("real_weights");
			SafeTensors file = SafeTensors.open(weights);
			NDManager scope = context.newScope())
		{
			final EfficientNet network = (EfficientNet) Backbones.create(context, "efficientnet-b4", file.tensors(),
				"padding=" + padding + " bn_eps=1e-3");
			assertLayers(golden, "out/efficientnet_b4/" + padding, network, RealImage.normalised(golden, scope));
		}
	}

	static List<String> realWeights() {
		return List.of("symmetric", "same");
	}

	private static void assertLayers(final SafeTensors golden, final String prefix, final EfficientNet network, final NDArray images) {
		network.compute(images, (layer, output) -> assertMap(golden, prefix + "/" + layer, output));
		final NDArray map = network.features(images).singletonOrThrow();
		assertEquals(network.maps().get(0).channels(), map.getShape().get(1));
		assertMap(golden, prefix + "/features.6", map);
	}

	private static void assertMap(final SafeTensors golden, final String name, final NDArray map) {
		GoldenMaps.assertMap(golden, name, map.toFloatArray(), (int) map.getShape().get(1), (int) map.getShape().get(3), TOLERANCE);
	}

	@Test
	void layoutsAreThePublishedOnes() {
		assertEquals(304, EfficientNetLayout.B5.out());
		assertEquals(35, EfficientNetLayout.B5.blocks().size() - 1, "the last block of stage 6");
		assertEquals(272, EfficientNetLayout.B4.out());
		assertEquals(29, EfficientNetLayout.B4.blocks().size() - 1, "the last block of stage 6");
	}
}
