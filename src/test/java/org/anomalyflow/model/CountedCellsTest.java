package org.anomalyflow.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Flows that learn from some cells only: all cells make the usual loss, a part of them another one. */
class CountedCellsTest {

	private static final List<Shape> SHAPES = List.of(new Shape(6, 8, 8), new Shape(4, 4, 4));

	@ParameterizedTest
	@ValueSource(strings = { "cs-flow", "danflow", "fastflow", "cflow", "msflow" })
	void countedCellsAreAllOrSome(final String kind) {
		try (ComputeContext context = ComputeContext.open("cpu", "float32", Progress.NONE); NDManager scope = context.newScope()) {
			final FlowFactory factory = (FlowFactory) Detectors.of(kind);
			final List<Shape> shapes = kind.equals("cs-flow") ? List.of(new Shape(6, 8, 8), new Shape(6, 4, 4), new Shape(6, 2, 2)) : SHAPES;
			final JsonObject settings = factory.settings(new DetectorInput("filter-bank", shapes, 64), DetectorOptions.of(factory, Map.of()));
			final Parameters parameters = factory.initialise(scope, settings, 1);
			final FlowModel model = factory.create(context, settings, parameters);
			parameters.requireGradients(true);
			final NDList features = features(scope, shapes);
			final float usual = GoldenFlows.backward(() -> model.loss(features));
			final float all = GoldenFlows.backward(() -> model.loss(features, CountedCells.of(features, weights(scope, shapes, 1))));
			final float some = GoldenFlows.backward(() -> model.loss(features, CountedCells.of(features, weights(scope, shapes, 0))));
			assertEquals(usual, all, 1e-4 * Math.abs(usual));
			assertTrue(Float.isFinite(some) && Math.abs(some - usual) > 1e-4 * Math.abs(usual), some + " and " + usual);
		}
	}

	private static NDList features(final NDManager scope, final List<Shape> shapes) {
		final NDList maps = new NDList();
		for (final Shape shape : shapes)
			maps.add(Tensors.toEngine(scope, SeededRandom.normal(SeededRandom.stream(5, shape.toString()), (int) (2 * shape.size()), 1), 2,
				shape.get(0), shape.get(1), shape.get(2)));
		return maps;
	}

	/** 1 in the lower half, another number in the upper one. */
	private static NDList weights(final NDManager scope, final List<Shape> shapes, final float upper) {
		final NDList maps = new NDList();
		for (final Shape shape : shapes) {
			final int cells = (int) (shape.get(1) * shape.get(2));
			final float[] values = new float[2 * cells];
			Arrays.fill(values, 1);
			for (int image = 0; image < 2; image++)
				Arrays.fill(values, image * cells, image * cells + cells / 2, upper);
			final NDArray map = Tensors.toEngine(scope, values, 2, shape.get(1), shape.get(2));
			maps.add(map);
		}
		return maps;
	}
}
