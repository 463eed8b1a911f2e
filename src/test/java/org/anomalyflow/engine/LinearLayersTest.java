package org.anomalyflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.SplittableRandom;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;

import org.anomalyflow.golden.Golden;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearLayersTest {

	private static final int IN = 24;
	private static final int OUT = 40;

	/** Packed for 2 x 5 rows, and for others; bfloat16 has 8 bits. */
	@ParameterizedTest
	@CsvSource({ "EAGER, float32, 1e-6", "MKL, float32, 1e-6", "ONEDNN, mixed, 0.02", "EAGER, mixed, 0.02" })
	void everyKind(final LinearLayers.Kind kind, final String precision, final double tolerance) {
		try (ComputeContext context = ComputeContext.open("cpu", precision, Progress.NONE); NDManager scope = context.newScope()) {
			Assumptions.assumeTrue(kind == LinearLayers.Kind.EAGER || LinearLayers.works(context, kind), "skipped: no " + kind + " here");
			final SplittableRandom random = SeededRandom.stream(1, "linear");
			final float[] weight = SeededRandom.normal(random, OUT * IN, 1);
			final float[] bias = SeededRandom.normal(random, OUT, 1);
			final LinearLayers layers = new LinearLayers(context, kind);
			final LinearLayers.Layer layer = layers.pack(context.manager(),
				layers.prepare(context.manager(), Tensors.toEngine(scope, weight, OUT, IN), Tensors.toEngine(scope, bias, OUT)), 10);
			assertEquals(kind == LinearLayers.Kind.MKL, layer.weight() != layer.packed(), "packed");
			for (final int rows : new int[]{ 10, 7 }) {
				final float[] x = SeededRandom.normal(random, rows * IN, 1);
				final NDArray y = layers.function(LinearLayers.class, "linear", "rows", 10)
					.call(false, Tensors.toEngine(scope, x, 1, rows, IN), layer.weight(), layer.packed(), layer.bias()).singletonOrThrow();
				Golden.assertClose(product(x, weight, bias, rows), y.toType(DataType.FLOAT32, false).toFloatArray(), tolerance, kind + " " + rows);
			}
		}
	}

	private static float[] product(final float[] x, final float[] weight, final float[] bias, final int rows) {
		final float[] y = new float[rows * OUT];
		for (int row = 0; row < rows; row++)
			for (int out = 0; out < OUT; out++) {
				double sum = bias[out];
				for (int i = 0; i < IN; i++)
					sum += (double) x[row * IN + i] * weight[out * IN + i];
				y[row * OUT + out] = (float) sum;
			}
		return y;
	}

	/** What the engine lacks is found out by trying: MKL knows float32 only. */
	@ParameterizedTest
	@CsvSource({ "float32, MKL", "mixed, ONEDNN" })
	void theFastestKindIsChosen(final String precision, final LinearLayers.Kind expected) {
		try (ComputeContext context = ComputeContext.open("cpu", precision, Progress.NONE)) {
			Assumptions.assumeTrue(LinearLayers.works(context, expected), "skipped: no " + expected + " here");
			assertEquals(expected, LinearLayers.fastest(context).kind());
			if (expected == LinearLayers.Kind.ONEDNN)
				assertFalse(LinearLayers.works(context, LinearLayers.Kind.MKL));
		}
		try (ComputeContext portable = ComputeContext.openPortable(Progress.NONE)) {
			assertEquals(LinearLayers.Kind.EAGER, LinearLayers.fastest(portable).kind());
		}
	}
}
