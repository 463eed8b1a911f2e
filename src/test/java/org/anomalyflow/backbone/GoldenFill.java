package org.anomalyflow.backbone;

import java.util.Arrays;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeMap;

import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.pretrained.WeightsArchitecture;
import org.anomalyflow.tensorfile.HostTensor;

/** The deterministic weights and images of the golden numbers: the rule in golden/backbones/README.md, seed 1. */
public final class GoldenFill {

	private static final long SEED = 1;

	private GoldenFill() {}

	/** All tensors of a backbone of that name, filled as for the golden numbers; EVA-Large for 196 pixels. */
	public static SortedMap<String, HostTensor> network(final String name) {
		return tensors(WeightsArchitecture.serving(name).get(0).shapes(),
			name.equals("efficientnet-b4") ? 5.75 : name.equals("efficientnet-b5") ? 5.5 : 3);
	}

	/** All tensors of a network. */
	static SortedMap<String, HostTensor> tensors(final SortedMap<String, long[]> shapes, final double gain2) {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		shapes.forEach((name, shape) -> tensors.put(name, HostTensor.of(values(name, shape, gain2), shape)));
		return tensors;
	}

	/** Images [1, 3, height, width] as numbers in [-2, 2). */
	static float[] input(final int height, final int width) {
		return draw("input", 3 * height * width, 0, 2);
	}

	static float[] values(final String name, final long[] shape, final double gain2) {
		final int size = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
		if (name.endsWith("running_var"))
			return draw(name, size, 1, 0.25);
		if (!name.endsWith(".weight"))
			return draw(name, size, 0, 0.1);
		return shape.length == 1 ? draw(name, size, 1, 0.25) : draw(name, size, 0, Math.sqrt(gain2 / (size / shape[0])));
	}

	private static float[] draw(final String name, final int size, final double offset, final double scale) {
		final SplittableRandom random = SeededRandom.stream(SEED, name);
		final float[] values = new float[size];
		for (int i = 0; i < size; i++)
			values[i] = (float) (offset + scale * ((random.nextLong() >>> 40) / (double) (1 << 23) - 1));
		return values;
	}
}
