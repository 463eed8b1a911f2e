package org.anomalyflow.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.backbone.Backbone.MapSpec;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.feature.FeatureExtractor;
import org.anomalyflow.feature.FeatureLayout;
import org.anomalyflow.inference.TileOverlap;
import org.anomalyflow.model.DetectorFactory;
import org.anomalyflow.model.DetectorInput;
import org.anomalyflow.model.DetectorOptions;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.network.EfficientNetLayout;
import org.anomalyflow.network.ReceptiveField;
import org.anomalyflow.network.ResNetLayout;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What cells of feature maps see, told by layers and shown by images that differ in one pixel. */
class ReceptiveFieldTest {

	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	/** As published: 43, 99, 211, 435 pixels for ResNet-18; 35, 91, 267, 427 for ResNet-50 (Araujo et al., Distill 2019). */
	@Test
	void radiiOfResidualNetworksAreThoseOfOthers() {
		final int[] small = { 43, 99, 211, 435 };
		final int[] large = { 35, 91, 267, 427 };
		for (int group = 1; group <= 4; group++) {
			assertEquals(small[group - 1], 2 * ResNetLayout.RESNET18.receptiveField(group).radius() + 1);
			assertEquals(large[group - 1], 2 * ResNetLayout.RESNET50.receptiveField(group).radius() + 1);
			assertEquals(ResNetLayout.stride(group), ResNetLayout.RESNET18.receptiveField(group).stride());
		}
		assertEquals(32, EfficientNetLayout.B4.receptiveField().stride());
	}

	/** Two kernels of 3 have the weights 1, 2, 3, 2, 1, whose variance is 4 / 3. */
	@Test
	void variancesAddUp() {
		final ReceptiveField twice = ReceptiveField.PIXEL.then(3, 1).then(3, 1);
		assertEquals(4.0 / 3, twice.variance(), 1e-12);
		assertEquals(2, twice.radius());
		assertEquals(2, twice.reach(), "not beyond the radius");
		assertEquals(2.0 / 3, ReceptiveField.PIXEL.thenResidual(1, 3, 3).variance(), 1e-12, "half of the ways");
		assertEquals(4 * 4.0 / 3, ReceptiveField.PIXEL.then(3, 1).then(3, 1).ofShrunk(2).variance(), 1e-12);
		assertEquals(16, ReceptiveField.PIXEL.smoothed(4, 12).variance());
		assertEquals(8, ReceptiveField.PIXEL.smoothed(4, 12).reach());
		final ReceptiveField scaled = ReceptiveField.PIXEL.then(2, 2).scaledBy(3);
		assertEquals(0.25, scaled.variance());
		assertEquals(2.5, scaled.radius());
		assertTrue(Double.isInfinite(ReceptiveField.PIXEL.everything().reach()));
		assertEquals(new ReceptiveField(1, 2, 4.0 / 3), ReceptiveField.widest(List.of(twice, new ReceptiveField(4, 1, 0.5))));
	}

	static Stream<Backbone> local() {
		return Stream.of(new FilterBank(context, FilterBank.COLOUR), Backbones.create(context, "resnet18", GoldenFill.network("resnet18"), ""));
	}

	/** A changed pixel changes no cell whose radius does not reach it, and mostly those within their reach. */
	@ParameterizedTest
	@MethodSource("local")
	void aPixelChangesNoCellThatDoesNotSeeIt(final Backbone backbone) {
		final int side = 1024;
		try (NDManager scope = context.newScope()) {
			final float[] pixels = new float[3 * side * side];
			for (int i = 0; i < pixels.length; i++)
				pixels[i] = 0.5f + 0.3f * (float) Math.sin(i % side * 1.3) * (float) Math.cos(i / side * 0.7);
			final NDList before = backbone.features(image(scope, pixels, side));
			final int middle = side / 2 + 5;
			for (int c = 0; c < 3; c++)
				pixels[(c * side + middle) * side + middle] += 0.4f;
			final NDList after = backbone.features(image(scope, pixels, side));
			for (int map = 0; map < before.size(); map++)
				check(backbone.maps().get(map), before.get(map), after.get(map), middle);
		}
	}

	private static NDArray image(final NDManager scope, final float[] pixels, final int side) {
		return Tensors.toEngine(scope, pixels, 1, 3, side, side);
	}

	private static void check(final MapSpec map, final NDArray before, final NDArray after, final int middle) {
		final float[] one = before.toFloatArray();
		final float[] other = after.toFloatArray();
		final int cells = (int) before.getShape().get(2);
		double near = 0;
		double all = 0;
		double farthest = 0;
		for (int i = 0; i < one.length; i++) {
			final double change = Math.abs(one[i] - other[i]);
			final double x = (i % cells + 0.5) * map.stride() - 0.5 - middle;
			final double y = (i / cells % cells + 0.5) * map.stride() - 0.5 - middle;
			final double distance = Math.max(Math.abs(x), Math.abs(y));
			all += change * change;
			if (distance <= map.field().reach() + map.stride())
				near += change * change;
			// rounding in blocked products of matrices and in Fourier transforms
			if (change > 3e-5)
				farthest = Math.max(farthest, distance);
		}
		// cells of networks are not centred on their fields to the pixel
		assertTrue(farthest <= map.field().radius() + map.stride(), farthest + " " + map);
		assertTrue(near > 0.8 * all, near / all + " " + map);
	}

	static List<DetectorFactory> kinds() {
		return Detectors.all();
	}

	/** Every kind adds to what the features see, or nothing, and never asks for more than half of a tile. */
	@ParameterizedTest
	@MethodSource("kinds")
	void detectorsAddToIt(final DetectorFactory factory) {
		for (final String backbone : List.of("filter-bank", "resnet18", "efficientnet-b4", "deit-base-384")) {
			final int size = factory.defaults(backbone).imageSize();
			final FeatureLayout layout = factory.layout(backbone);
			final List<MapSpec> maps = Backbones.maps(backbone, "filter-bank".equals(backbone) ? FilterBank.COLOUR : "");
			final var settings = factory.settings(new DetectorInput(backbone, FeatureExtractor.shapes(maps, layout, size), size),
				DetectorOptions.of(factory, java.util.Map.of()));
			final List<ReceptiveField> fields = FeatureExtractor.receptiveFields(maps, layout);
			final ReceptiveField field = factory.receptiveField(settings, fields);
			assertTrue(field.reach() >= ReceptiveField.widest(fields).reach(), backbone);
			final double overlap = TileOverlap.of(factory, settings, backbone, maps, size);
			assertTrue(overlap >= 0.125 && overlap <= 0.5, backbone);
			assertEquals(Math.min(0.5, Math.max(0.125, Math.ceil(64 * 2 * field.reach() / size) / 64)), overlap, 1e-12);
		}
	}

	/** ResNet-18 up to layer 3 and a neighbourhood: 2 x 54 of 256 pixels and some. */
	@Test
	void theOverlapFollowsFromTheNetwork() {
		final DetectorFactory patchcore = Detectors.of("patchcore");
		final List<MapSpec> maps = Backbones.maps("resnet18", "");
		final double[] shares = Arrays.stream(new int[]{ 256, 512, 1024 })
			.mapToDouble(size -> TileOverlap.of(patchcore,
				patchcore.settings(new DetectorInput("resnet18", FeatureExtractor.shapes(maps, FeatureLayout.WITHOUT_FINEST, size), size),
					DetectorOptions.of(patchcore, java.util.Map.of())),
				"resnet18", maps, size))
			.toArray();
		assertTrue(shares[0] < 0.5 && shares[0] > 0.25, Arrays.toString(shares));
		assertEquals(shares[0] / 2, shares[1], 1.0 / 64);
		assertEquals(0.125, shares[2]);
	}
}
