package org.anomalyflow.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;

import org.anomalyflow.flow.ChannelPermutation;
import org.anomalyflow.flow.FlowMode;
import org.anomalyflow.flow.SoftClampedAffine;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Progress;
import org.junit.jupiter.api.Test;

class TraceTest {

	private static final String AFFIXES = """
		def before(self: __torch__.K,
		  image: Tensor) -> Tensor:
		  return torch.mul(image, 2)

		def after(self: __torch__.K,
		  y: Tensor) -> Tensor:
		  return torch.add(y, 1)
		""";

	/** Two functions, one with several results, with an integer and a float constant. */
	@Test
	void theProgramIsWhatWasCalled() throws IOException, MalformedModelException {
		try (ComputeContext context = ComputeContext.openPortable(Progress.NONE); NDManager scope = context.newScope()) {
			final ChannelPermutation permutation = new ChannelPermutation(context, List.of(context.manager().create(new long[]{ 2, 0, 1 })));
			final SoftClampedAffine affine = new SoftClampedAffine(context, 3);
			final NDArray st = context.manager().create(new float[]{ 0, 1, -1, 5, 6, 7 }, new Shape(1, 6, 1, 1));
			final NDArray x = scope.create(new float[]{ 1, 2, 3 }, new Shape(1, 3, 1, 1));
			final NDList y = new NDList();
			final Trace trace = context.trace(x,
				() -> y.add(affine.forward(permutation.forward(new NDList(x), FlowMode.INFERENCE).maps().get(0), st, false).get(0)));
			final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
			trace.write(bytes, AFFIXES, "Tensor", y);
			final float[] expected = affine.forward(permutation.forward(new NDList(x.mul(2)), FlowMode.INFERENCE).maps().get(0), st, false).get(0)
				.add(1).toFloatArray();
			try (Model program = Model.newInstance("program", "PyTorch")) {
				program.load(new ByteArrayInputStream(bytes.toByteArray()));
				assertArrayEquals(expected,
					program.getBlock().forward(new ParameterStore(context.manager(), false), new NDList(x), false).singletonOrThrow().toFloatArray());
			}
		}
	}

	/** A number that depends on the input must not become a constant of the program. */
	@Test
	void whatIsComputedOtherwiseIsNoticed() {
		try (ComputeContext context = ComputeContext.openPortable(Progress.NONE); NDManager scope = context.newScope()) {
			final SoftClampedAffine affine = new SoftClampedAffine(context, 3);
			final NDArray x = scope.ones(new Shape(1, 1, 1, 1));
			final NDArray st = context.manager().ones(new Shape(1, 2, 1, 1));
			final NDList plain = new NDList();
			assertTrue(refusal(context.trace(x, () -> plain.addAll(affine.forward(x.add(1), st, false))), plain)
				.contains("computed without a scripted function"));
			assertEquals(affine.forward(x.add(1), st, false).get(0).getFloat(), plain.get(0).getFloat(), "undisturbed");
			try (NDManager below = scope.newSubManager()) {
				final NDArray inner = x.add(1);
				inner.attach(below);
				final NDList y = new NDList();
				refusal(context.trace(x, () -> y.addAll(affine.forward(inner, st, false))), y);
			}
			final Trace trace = context.trace(x, () -> affine.forward(x, st, false));
			assertTrue(refusal(trace, new NDList(x.add(1))).contains("not computed from the input"));
		}
	}

	private static String refusal(final Trace trace, final NDList results) {
		return assertThrows(AnomalyFlowException.class, () -> trace.write(new ByteArrayOutputStream(), AFFIXES, "Tensor", results))
			.getMessage();
	}
}
