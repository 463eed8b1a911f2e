package org.anomalyflow.flow;

import static org.anomalyflow.golden.Golden.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every invertible module promises, checked on perturbed weights: with fresh ones many mistakes cancel. Subclasses
 * provide a static method {@code cases()}.
 */
public abstract class InvertibleModuleContract {

	private static final int BATCH = 2;
	/** Float32 through several exponentials; the references reach 2e-5. */
	private static final double ROUND_TRIP = 2e-4;
	/** Central differences in float32: truncation h^2 and cancellation eps / h are both about 1e-4 per entry. */
	private static final float STEP = 1e-2f;
	private static final double JACOBIAN = 2e-2;

	protected static ComputeContext context;

	/**
	 * One module to check.
	 *
	 * @param name shown in the report
	 * @param module the module, with perturbed weights
	 * @param conditions shape of each map's condition without the batch; none for modules without
	 * @param shapes shape of each input map without the batch, small: the Jacobian is computed entry by entry
	 */
	public record Case(String name, InvertibleModule module, List<Shape> conditions, Shape... shapes) {

		/** Without conditions. */
		public Case(final String name, final InvertibleModule module, final Shape... shapes) {
			this(name, module, List.of(), shapes);
		}

		FlowOutput forward(final NDList x) {
			return module.forward(x, condition(x), FlowMode.INFERENCE);
		}

		FlowOutput inverse(final NDList y) {
			return module.inverse(y, condition(y));
		}

		/** The same for every sample, so that the Jacobian's samples have that of the sample that was moved. */
		private NDList condition(final NDList x) {
			final NDList result = new NDList();
			for (final Shape shape : conditions) {
				final float[] one = SeededRandom.uniform(SeededRandom.stream(4, name), (int) shape.size(), 1);
				final int batch = (int) x.get(0).getShape().get(0);
				final float[] all = new float[batch * one.length];
				for (int sample = 0; sample < batch; sample++)
					System.arraycopy(one, 0, all, sample * one.length, one.length);
				result.add(Tensors.toEngine(x.getManager(), all, new Shape(batch).addAll(shape).getShape()));
			}
			return result;
		}

		@Override
		public String toString() {
			return name;
		}
	}

	@BeforeAll
	static void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
	}

	@AfterAll
	static void close() {
		context.close();
	}

	/** Moves every trainable number by up to +-{@code size}. */
	protected static void perturb(final Parameters parameters, final double size) {
		parameters.trainable().forEach((name, array) -> {
			try (NDArray noise = Tensors.toEngine(array.getManager(),
				SeededRandom.uniform(SeededRandom.stream(7, name), (int) array.size(), size), array.getShape().getShape()))
			{
				array.addi(noise);
			}
		});
	}

	@ParameterizedTest
	@MethodSource("cases")
	void inverseUndoesForward(final Case c) {
		try (NDManager scope = context.newScope()) {
			final NDList x = input(c, scope);
			final FlowOutput forward = c.forward(x);
			final FlowOutput inverse = c.inverse(forward.maps());
			for (int i = 0; i < x.size(); i++) {
				assertEquals(x.get(i).getShape(), forward.maps().get(i).getShape());
				assertClose(x.get(i).toFloatArray(), inverse.maps().get(i).toFloatArray(), ROUND_TRIP, "map " + i);
			}
			assertClose(forward.logDet().neg().toFloatArray(), inverse.logDet().toFloatArray(), ROUND_TRIP, "log-determinant");
		}
	}

	@ParameterizedTest
	@MethodSource("cases")
	void logDeterminantIsThatOfTheJacobian(final Case c) {
		try (NDManager scope = context.newScope()) {
			final float[][] x = flatten(input(c, scope));
			final float[] logDet = c.forward(input(c, scope)).logDet().toFloatArray();
			for (int sample = 0; sample < BATCH; sample++) {
				final double expected = logAbsDeterminant(jacobian(c, x, sample));
				assertEquals(expected, logDet[sample], JACOBIAN * Math.max(1, Math.abs(expected)), "sample " + sample);
			}
		}
	}

	private static NDList input(final Case c, final NDManager scope) {
		final SplittableRandom random = SeededRandom.stream(3, c.name);
		final NDList x = new NDList();
		for (final Shape shape : c.shapes) {
			final long[] batched = Stream.of(new Shape(BATCH), shape).reduce(Shape::addAll).orElseThrow().getShape();
			x.add(Tensors.toEngine(scope, SeededRandom.uniform(random, (int) (BATCH * shape.size()), 1.5), batched));
		}
		return x;
	}

	/** All maps of each sample one after the other. */
	private static float[][] flatten(final NDList maps) {
		final NDList rows = new NDList();
		maps.forEach(map -> rows.add(map.reshape(map.getShape().get(0), -1)));
		final NDArray joined = NDArrays.concat(rows, 1);
		final float[] all = joined.toFloatArray();
		final int n = (int) joined.getShape().get(1);
		final float[][] result = new float[(int) joined.getShape().get(0)][n];
		for (int i = 0; i < result.length; i++)
			System.arraycopy(all, i * n, result[i], 0, n);
		return result;
	}

	private static NDList unflatten(final Case c, final float[][] rows, final NDManager scope) {
		final NDList maps = new NDList();
		int start = 0;
		for (final Shape shape : c.shapes) {
			final int length = (int) shape.size();
			final float[] values = new float[rows.length * length];
			for (int i = 0; i < rows.length; i++)
				System.arraycopy(rows[i], start, values, i * length, length);
			maps.add(Tensors.toEngine(scope, values, Stream.of(new Shape(rows.length), shape).reduce(Shape::addAll).orElseThrow().getShape()));
			start += length;
		}
		return maps;
	}

	private static double[][] jacobian(final Case c, final float[][] x, final int sample) {
		final int n = x[sample].length;
		final float[][] moved = new float[2 * n][];
		for (int j = 0; j < n; j++)
			for (int side = 0; side < 2; side++) {
				moved[2 * j + side] = x[sample].clone();
				moved[2 * j + side][j] += side == 0 ? STEP : -STEP;
			}
		final double[][] jacobian = new double[n][n];
		try (NDManager scope = context.newScope()) {
			final float[][] y = flatten(c.forward(unflatten(c, moved, scope)).maps());
			for (int j = 0; j < n; j++)
				for (int i = 0; i < n; i++)
					jacobian[i][j] = ((double) y[2 * j][i] - y[2 * j + 1][i]) / ((double) moved[2 * j][j] - moved[2 * j + 1][j]);
		}
		return jacobian;
	}

	/** Gaussian elimination with partial pivoting. */
	private static double logAbsDeterminant(final double[][] a) {
		double sum = 0;
		for (int k = 0; k < a.length; k++) {
			int pivot = k;
			for (int i = k + 1; i < a.length; i++)
				if (Math.abs(a[i][k]) > Math.abs(a[pivot][k]))
					pivot = i;
			final double[] row = a[pivot];
			a[pivot] = a[k];
			a[k] = row;
			sum += Math.log(Math.abs(row[k]));
			for (int i = k + 1; i < a.length; i++) {
				final double factor = a[i][k] / row[k];
				for (int j = k; j < a.length; j++)
					a[i][j] -= factor * row[j];
			}
		}
		return sum;
	}
}
