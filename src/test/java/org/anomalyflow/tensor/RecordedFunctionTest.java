package org.anomalyflow.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.flow.ChannelPermutation;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.SoftClampedAffine;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecordedFunctionTest {

	private static final float[] ST = { 0, 1, -1, 5, 6, 7 };

	private ComputeContext context;
	private NDManager scope;
	private ChannelPermutation permutation;
	private SoftClampedAffine affine;
	private NDArray st;
	private int calls;

	@BeforeEach
	void open() {
		context = ComputeContext.open("cpu", "float32", Progress.NONE);
		scope = context.newScope();
		permutation = new ChannelPermutation(context, List.of(context.manager().create(new long[] { 2, 0, 1 })));
		affine = new SoftClampedAffine(context, 3);
		st = context.manager().create(ST, new Shape(1, 6, 1, 1));
	}

	@AfterEach
	void close() {
		scope.close();
		context.close();
	}

	/** Two results: the permuted channels, and their affine transformation. */
	private NDList compute(final NDList input) {
		calls++;
		final NDArray permuted = permutation.forward(input, FlowMode.INFERENCE).maps().singletonOrThrow();
		return new NDList(permuted, affine.forward(permuted, st, false).get(0));
	}

	private NDArray input(final float... values) {
		return scope.create(values, new Shape(1, 3, 1, 1));
	}

	@Test
	void theProgramComputesTheSameFromTheThirdCallOn() {
		final RecordedFunction function = new RecordedFunction(context, this::compute);
		function.apply(input(1, 2, 3));
		function.apply(input(4, 5, 6));
		assertEquals(2, calls);
		final NDArray x = input(-7, 0.5f, 9);
		final NDList results = function.apply(x);
		assertEquals(2, calls, "compiled");
		assertSame(x.getManager(), results.get(0).getManager());
		final NDList expected = compute(new NDList(x));
		for (int i = 0; i < 2; i++)
			assertArrayEquals(expected.get(i).toFloatArray(), results.get(i).toFloatArray());
	}

	@Test
	void eachShapeHasItsProgram() {
		final RecordedFunction function = new RecordedFunction(context, this::compute);
		for (int batch = 1; batch <= 12; batch++)
			for (int call = 1; call <= 3; call++) {
				final NDArray x = scope.arange(3f * batch).reshape(batch, 3, 1, 1);
				assertArrayEquals(compute(new NDList(x)).get(1).toFloatArray(), function.apply(x).get(1).toFloatArray());
			}
		assertEquals(12 * 3 + 8 * 2 + 4 * 3, calls, "the first eight are compiled");
	}

	/** Otherwise the outer program would lack a part. */
	@Test
	void whileOthersNoteItsCallsAreNoted() {
		final RecordedFunction inner = new RecordedFunction(context, this::compute);
		final RecordedFunction outer = new RecordedFunction(context, input -> new NDList(affine.forward(inner.apply(input.get(
			0)).get(1), st, false).get(0)));
		float[] first = null;
		for (int call = 0; call < 4; call++) {
			final float[] result = outer.apply(input(1, 2, 3)).get(0).toFloatArray();
			first = first == null ? result : first;
			assertArrayEquals(first, result);
		}
		assertEquals(2, calls);
		for (int call = 0; call < 3; call++)
			inner.apply(input(1, 2, 3));
		assertEquals(3, calls, "the inner function has been seen once and is noted at its second call");
	}

	/** What is worked out once is there only after a call that succeeded. */
	@Test
	void afterAFailureTheNextCallIsTheFirst() {
		final RecordedFunction function = new RecordedFunction(context, input -> {
			final NDList results = compute(input);
			if (calls == 1)
				throw new AnomalyFlowException("the first call");
			return results;
		});
		assertThrows(AnomalyFlowException.class, () -> function.apply(input(1, 2, 3)));
		for (int call = 0; call < 4; call++)
			function.apply(input(1, 2, 3));
		assertEquals(3, calls);
	}

	@Test
	void whatNoResultNeedsIsLeftOut() throws IOException {
		final NDArray x = input(1, 2, 3);
		final NDArray other = context.manager().create(ST, new Shape(1, 6, 1, 1));
		final NDList result = new NDList();
		final Trace trace = context.trace(x, () -> {
			affine.forward(x, other, false);
			result.add(affine.forward(x, st, false).get(0));
		});
		final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		trace.write(bytes, "def before(self: __torch__.K,\n  image: Tensor) -> Tensor:\n  return image\n\n" +
			"def after(self: __torch__.K,\n  y: Tensor) -> Tensor:\n  return y\n", "Tensor", result);
		final String program = bytes.toString(StandardCharsets.ISO_8859_1);
		assertTrue(program.contains("(self.f0).forward("));
		assertFalse(program.contains("(self.f0).log_det("), "the log-determinant is no result");
		assertFalse(program.contains("c0 : Tensor"), "a constant of another call");
		assertTrue(program.contains("c1 : Tensor"));
		assertTrue(program.contains("__buffers__ = []"), "the function has none");
		assertTrue(program.contains("__buffers__ = [\"c1\", ]"));
	}
}
