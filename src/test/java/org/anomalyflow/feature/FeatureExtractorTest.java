package org.anomalyflow.feature;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.SplittableRandom;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.backbone.Backbone;
import org.anomalyflow.backbone.FilterBank;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.golden.Golden;
import org.anomalyflow.image.IntensityRange;
import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.network.ReceptiveField;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class FeatureExtractorTest {

	private static ComputeContext context;

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	/** Gives the image itself as its only map. */
	private static final class Mirror implements Backbone {

		@Override
		public String name() {
			return "mirror";
		}

		@Override
		public Normalization normalization() {
			return Normalization.NONE;
		}

		@Override
		public List<MapSpec> maps() {
			return List.of(new MapSpec(3, 1, ReceptiveField.PIXEL));
		}

		@Override
		public NDList features(final NDArray images) {
			return new NDList(images);
		}

		@Override
		public SizeRule sizes() {
			return new SizeRule(8, 32, 128);
		}

		@Override
		public SortedMap<String, HostTensor> tensors() {
			return Collections.emptySortedMap();
		}

		@Override
		public String variant() {
			return "";
		}
	}

	/** The reference takes every second and fourth pixel of the full-size input. */
	@Test
	void theImagePyramidIsThatOfTheReference() {
		for (final Path file : Golden.files("flows", "csflow_resize"))
			try (SafeTensors golden = SafeTensors.open(file); NDManager scope = context.newScope()) {
				final int side = (int) golden.shape("in/image")[2];
				final FeatureExtractor extractor = new FeatureExtractor(context, new Mirror(), FeatureLayout.PYRAMID, side,
					new IntensityRange(0, 1));
				for (int c = 0; c < 3; c++) {
					final NDList maps = extractor.features(scope, PlanarImage.of("golden", side, side, 32, plane(golden, "in/image", c)));
					assertArrayEquals(plane(golden, "in/image", c), firstPlane(maps.get(0)));
					assertArrayEquals(plane(golden, "out/image_scale1", c), firstPlane(maps.get(1)));
					assertArrayEquals(plane(golden, "out/image_scale2", c), firstPlane(maps.get(2)));
				}
				assertEquals(List.of(new Shape(3, side, side), new Shape(3, side / 2, side / 2), new Shape(3, side / 4, side / 4)),
					extractor.shapes());
			}
	}

	private static float[] plane(final SafeTensors golden, final String name, final int channel) {
		final float[] all = golden.floats(name);
		final int size = all.length / 3;
		return Arrays.copyOfRange(all, channel * size, (channel + 1) * size);
	}

	/** Red; a gray image is the same in all three. */
	private static float[] firstPlane(final NDArray map) {
		return Arrays.copyOf(map.toFloatArray(), (int) map.size() / 3);
	}

	@Test
	void sizesThatTheBackboneCannotTakeAreRefusedWithTheAllowedOnes() {
		final InvalidParameterException refused = assertThrows(InvalidParameterException.class,
			() -> new FeatureExtractor(context, new Mirror(), FeatureLayout.PYRAMID, 40, IntensityRange.EIGHT_BIT));
		assertEquals("image_size", refused.parameter());
		assertTrue(refused.getMessage().contains("multiple of 32 from 32 to 128"), refused.getMessage());
	}

	@Test
	void standardisedFeaturesHaveMeanZeroAndDeviationOne() {
		final FeatureExtractor raw = new FeatureExtractor(context, new FilterBank(context, FilterBank.GRAY), FeatureLayout.PYRAMID, 64,
			IntensityRange.EIGHT_BIT);
		final FeatureStatistics.Collector collector = new FeatureStatistics.Collector();
		try (NDManager scope = context.newScope()) {
			collector.add(raw.features(scope, noise()));
			final NDList features = raw.standardised(collector.toHost()).features(scope, noise());
			assertEquals(0, features.get(0).mean().getFloat(), 1e-4, "float32 over 36 x 64 numbers");
			assertEquals(1, features.get(0).square().mean().getFloat(), 1e-3, "float32 over 36 x 64 numbers");
		}
	}

	private static PlanarImage noise() {
		final SplittableRandom random = new SplittableRandom(5);
		final float[] plane = new float[64 * 64];
		for (int i = 0; i < plane.length; i++)
			plane[i] = random.nextInt(256);
		return PlanarImage.of("noise", 64, 64, 8, plane);
	}
}
