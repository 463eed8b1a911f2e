package org.anomalyflow.model.csflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossConvolutionTest {

	private static final int BATCH = 2;
	private static final int IN = 3;
	private static final int OUT = 4;
	private static final float TOLERANCE = 2e-5f;

	/** Products of taps and cells in training give the results and gradients of direct convolutions, whatever the sizes of the maps. */
	@ParameterizedTest
	@CsvSource({ "8, 8, 64, 3", "8, 8, 64, 5", "4, 4, 16, 5", "12, 8, 96, 3", "8, 4, 7, 5", "4, 8, 32, 7", "8, 8, 64, 1" })
	void trainsAsDirectConvolutions(final int height, final int width, final int hidden, final int kernel) {
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE)) {
			final Parameters parameters = new Parameters();
			final SplittableRandom random = SeededRandom.stream(1, "subnet");
			CrossConvolution.shapes(IN, OUT, hidden, kernel).forEach((name, shape) -> parameters.addTrainable(name,
				Tensors.toEngine(context.manager(), SeededRandom.normal(random, (int) shape.size(), 0.3), shape.getShape())));
			parameters.requireGradients(true);
			final CrossConvolution subnet = new CrossConvolution(context, parameters, "");
			final List<float[]> expected = numbers(context, parameters, height, width, subnet::applyDirectly);
			final List<float[]> found = numbers(context, parameters, height, width, maps -> subnet.apply(maps, true));
			assertEquals(expected.size(), found.size());
			for (int i = 0; i < expected.size(); i++)
				assertArrayEquals(expected.get(i), found.get(i), TOLERANCE * largest(expected.get(i)));
		}
	}

	/** Results, and gradients of their squares' sum with respect to maps and parameters. */
	private static List<float[]> numbers(final ComputeContext context, final Parameters parameters, final int height, final int width,
		final UnaryOperator<NDList> subnet)
	{
		final List<float[]> numbers = new ArrayList<>();
		try (NDManager scope = context.newScope(); GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
			final NDList maps = maps(scope, height, width);
			final NDList results = subnet.apply(maps);
			NDArray sum = null;
			for (final NDArray result : results) {
				numbers.add(result.toFloatArray());
				sum = sum == null ? result.square().sum() : sum.add(result.square().sum());
			}
			collector.backward(sum);
			maps.forEach(map -> numbers.add(map.getGradient().toFloatArray()));
			parameters.trainable().values().forEach(parameter -> {
				final NDArray gradient = parameter.getGradient();
				numbers.add(gradient.toFloatArray());
				gradient.muli(0);
				gradient.close();
			});
		}
		return numbers;
	}

	private static NDList maps(final NDManager scope, final int height, final int width) {
		final SplittableRandom random = SeededRandom.stream(2, "maps");
		final NDList maps = new NDList();
		for (int scale = 0; scale < CsFlowSettings.SCALES; scale++) {
			final int h = height >> scale;
			final int w = width >> scale;
			final NDArray map = Tensors.toEngine(scope, SeededRandom.normal(random, BATCH * IN * h * w, 1), BATCH, IN, h, w);
			map.setRequiresGradient(true);
			maps.add(map);
		}
		return maps;
	}

	private static float largest(final float[] values) {
		float largest = 0;
		for (final float value : values)
			largest = Math.max(largest, Math.abs(value));
		return largest;
	}
}
