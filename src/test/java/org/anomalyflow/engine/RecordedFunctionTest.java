package org.anomalyflow.engine;

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
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

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
		permutation = new ChannelPermutation(context, List.of(context.manager().create(new long[]{ 2, 0, 1 })));
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
	void theProgramComputesTheSameFromTheFourthCallOn() {
		final RecordedFunction function = new RecordedFunction(context, this::compute);
		function.apply(input(1, 2, 3));
		function.apply(input(4, 5, 6));
		function.apply(input(7, 8, 9));
		assertEquals(3, calls);
		final NDArray x = input(-7, 0.5f, 9);
		final NDList results = function.apply(x);
		assertEquals(3, calls, "compiled, and the same for the third input");
		assertSame(x.getManager(), results.get(0).getManager());
		final NDList expected = compute(new NDList(x));
		for (int i = 0; i < 2; i++)
			assertArrayEquals(expected.get(i).toFloatArray(), results.get(i).toFloatArray());
	}

	@Test
	void eachShapeHasItsProgram() {
		final RecordedFunction function = new RecordedFunction(context, this::compute);
		for (int batch = 1; batch <= 12; batch++)
			for (int call = 1; call <= 4; call++) {
				final NDArray x = scope.arange(3f * batch).reshape(batch, 3, 1, 1);
				assertArrayEquals(compute(new NDList(x)).get(1).toFloatArray(), function.apply(x).get(1).toFloatArray());
			}
		assertEquals(12 * 4 + 8 * 3 + 4 * 4, calls, "the first eight are compiled");
	}

	/** Otherwise the outer program would lack a part. */
	@Test
	void whileOthersNoteItsCallsAreNoted() {
		final RecordedFunction inner = new RecordedFunction(context, this::compute);
		final RecordedFunction outer = new RecordedFunction(context,
			input -> new NDList(affine.forward(inner.apply(input.get(0)).get(1), st, false).get(0)));
		float[] first = null;
		for (int call = 0; call < 5; call++) {
			final float[] result = outer.apply(input(1, 2, 3)).get(0).toFloatArray();
			first = first == null ? result : first;
			assertArrayEquals(first, result);
		}
		assertEquals(3, calls);
		for (int call = 0; call < 4; call++)
			inner.apply(input(1, 2, 3));
		assertEquals(4, calls, "the inner function has been seen twice and is compared at its third call");
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
		for (int call = 0; call < 5; call++)
			function.apply(input(1, 2, 3));
		assertEquals(4, calls);
	}

	/** What a detector may do besides calling scripted functions. */
	private Map<String, UnaryOperator<NDList>> plainOperations() {
		final Map<String, UnaryOperator<NDList>> operations = new TreeMap<>();
		operations.put("between", input -> compute(new NDList(compute(input).get(1).add(1))));
		operations.put("of the input", input -> compute(new NDList(input.get(0).mul(2))));
		operations.put("after all", input -> new NDList(compute(input).get(1).sqrt()));
		operations.put("nothing but", input -> {
			calls++;
			return new NDList(input.get(0).square());
		});
		operations.put("in place", input -> {
			final NDArray permuted = compute(input).get(0).duplicate();
			permuted.addi(1);
			return new NDList(affine.forward(permuted, st, false).get(0));
		});
		operations.put("into the input", input -> {
			input.get(0).muli(3);
			return compute(input);
		});
		operations.put("in Java, in the input's scope", input -> {
			final float first = compute(input).get(1).toFloatArray()[0];
			return compute(new NDList(input.get(0).getManager().create(new float[]{ first, 1, 2 }, new Shape(1, 3, 1, 1))));
		});
		operations.put("in Java, in the context's scope", input -> {
			final float first = compute(input).get(1).toFloatArray()[0];
			final NDArray other = context.manager().create(new float[]{ 0, 1, first, 5, 6, 7 }, new Shape(1, 6, 1, 1));
			return new NDList(affine.forward(input.get(0), other, false).get(0));
		});
		operations.put("decided by a number",
			input -> input.get(0).getFloat(0, 0, 0, 0) > 2 ? new NDList(compute(input).get(0)) : new NDList(compute(input).get(1)));
		operations.put("in a number of arrays that varies",
			input -> input.get(0).getFloat(0, 0, 0, 0) > 2 ? compute(input) : new NDList(compute(input).get(0)));
		return operations;
	}

	@Test
	void anythingElseIsComputedCallByCallAndTheSameForEachImage() {
		plainOperations().forEach((name, operation) -> {
			final RecordedFunction function = new RecordedFunction(context, operation);
			for (int image = 1; image <= 6; image++) {
				final float[] values = { image, 5 - image, image * image };
				final NDList expected = operation.apply(new NDList(input(values)));
				calls = 0;
				final NDList found = function.apply(input(values));
				assertTrue(calls > 0, name + ", image " + image);
				assertEquals(expected.size(), found.size(), name);
				for (int i = 0; i < expected.size(); i++)
					assertArrayEquals(expected.get(i).toFloatArray(), found.get(i).toFloatArray(), name + ", image " + image);
			}
		});
	}

	/** One shape that needs a plain operation does not slow the others down. */
	@Test
	void eachShapeIsJudgedAlone() {
		final RecordedFunction function = new RecordedFunction(context,
			input -> input.get(0).getShape().get(0) == 1 ? compute(new NDList(input.get(0).add(1))) : compute(input));
		for (int call = 0; call < 5; call++) {
			function.apply(input(1, 2, 3));
			function.apply(scope.ones(new Shape(2, 3, 1, 1)));
		}
		assertEquals(5 + 3, calls);
	}

	/** A broken image must not cost the others their program. */
	@Test
	void notANumberIsNoReasonAgainstAProgram() {
		final RecordedFunction function = new RecordedFunction(context, this::compute);
		for (int call = 0; call < 5; call++)
			assertTrue(Float.isNaN(function.apply(input(Float.NaN, Float.POSITIVE_INFINITY, 1)).get(0).toFloatArray()[1]));
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
