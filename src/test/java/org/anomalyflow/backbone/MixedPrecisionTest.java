package org.anomalyflow.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.SafeTensors;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The features of {@code mixed} precision against those of float32. bfloat16 rounds by up to 2<sup>-9</sup>, once per
 * layer; tolerances are the root mean square of the difference as a share of a map's standard deviation. Measured: 0.6
 * to 0.8 % (ResNet-18, filled), 0.4 % (DeiT), 2.3 % (ResNet-18, real weights), 1.4 % (B4, real weights), 5.7 % (B5,
 * filled so that small changes of the input grow).
 */
class MixedPrecisionTest {

	private static final double REAL = 0.03;

	@ParameterizedTest
	@CsvSource({ "resnet18, 128, 0.015", "efficientnet-b5, 128, 0.1", "deit-base-384, 384, 0.01", "eva-large, 196, 0.01" })
	void filledWeights(final String name, final int side, final double tolerance) {
		assertClose(name, "", GoldenFill.network(name), GoldenFill.input(side, side), side, tolerance);
	}

	@Test
	void realWeights() {
		assertReal("resnet18", "", "resnet18-imagenet-layer3.safetensors");
		assertReal("efficientnet-b4", "padding=same bn_eps=1e-3", "efficientnet_b4-imagenet-features6.safetensors");
	}

	private static void assertReal(final String name, final String variant, final String fileName) {
		final Path weights = GoldenMaps.shared("weights").resolve(fileName);
		Assumptions.assumeTrue(Files.exists(weights), "skipped: there is no " + weights);
		final float[] image;
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE);
			SafeTensors golden = GoldenMaps.open("real_weights"))
		{
			image = RealImage.normalised(golden, context.manager()).toFloatArray();
		}
		try (SafeTensors file = SafeTensors.open(weights)) {
			assertClose(name, variant, file.tensors(), image, 256, REAL);
		}
	}

	private static void assertClose(final String name, final String variant, final Map<String, HostTensor> tensors, final float[] image,
		final int side, final double tolerance)
	{
		final List<float[]> exact = features("float32", name, variant, tensors, image, side);
		final List<float[]> mixed = features("mixed", name, variant, tensors, image, side);
		for (int i = 0; i < exact.size(); i++) {
			final float[] difference = mixed.get(i).clone();
			for (int j = 0; j < difference.length; j++)
				difference[j] -= exact.get(i)[j];
			final double rms = Math.hypot(GoldenMaps.std(difference), GoldenMaps.mean(difference));
			final double share = rms / GoldenMaps.std(exact.get(i));
			assertTrue(share < tolerance, name + ", map " + i + ": " + share + " of its standard deviation");
			assertTrue(!Arrays.equals(mixed.get(i), exact.get(i)), name + ": mixed precision computes otherwise");
		}
	}

	private static List<float[]> features(final String precision, final String name, final String variant,
		final Map<String, HostTensor> tensors, final float[] image, final int side)
	{
		try (ComputeContext context = ComputeContext.open("cpu", precision, Progress.NONE); NDManager scope = context.newScope()) {
			final Backbone backbone = Backbones.create(context, name, tensors, variant);
			return backbone.features(Tensors.toEngine(scope, image, 1, 3, side, side)).stream()
				.peek(map -> assertEquals(DataType.FLOAT32, map.getDataType())).map(NDArray::toFloatArray).toList();
		}
	}
}
