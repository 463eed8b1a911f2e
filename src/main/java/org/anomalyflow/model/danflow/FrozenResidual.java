package org.anomalyflow.model.danflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Convolutions;
import org.anomalyflow.engine.FoldedConvolution;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.engine.ScriptedFunction;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.tensorfile.HostTensor;

/**
 * What {@link InvertedResidual} computes in inference, before its attention, with the parameters of the time of its
 * making: batch normalisations are folded into the convolutions, their weights laid out and their activations fused once
 * for all images.
 */
final class FrozenResidual implements AutoCloseable {

	private static final List<String> NORM = List.of("weight", "bias", "running_mean", "running_var");

	private final ScriptedFunction function;
	private final NDManager owner;
	private final List<NDArray> arrays = new ArrayList<>();

	/**
	 * @param context where to compute; owns the arrays
	 * @param parameters the model's tensors
	 * @param units what the names of the convolutions begin with, the first applied first; {@code 0.weight} follows, and
	 *          {@code 1.} before those of its batch normalisation
	 */
	FrozenResidual(final ComputeContext context, final Parameters parameters, final List<String> units) {
		final Convolutions convolutions = context.convolutions();
		final int last = units.size() - 1;
		owner = context.newScope();
		for (int i = 0; i < last; i++)
			arrays.addAll(List.of(convolutions.prepare(owner, folded(parameters, units.get(i)), 1, i > 0)));
		arrays
			.addAll(List.of(new Convolutions(context, Convolutions.Kind.EAGER).prepare(owner, folded(parameters, units.get(last)), 1, false)));
		final String tensors = lines(0, last - 1, ", ", "w#: Tensor, b#: Tensor");
		final String depthwise = lines(1, last - 1, "\n  ", "d = (self).conv(d, w#, b#, 1, 1, hidden, \"relu6\")");
		function = convolutions.function(FrozenResidual.class, "frozen_residual", "tensors", tensors, "depthwise", depthwise);
	}

	private static FoldedConvolution folded(final Parameters parameters, final String unit) {
		final Map<String, HostTensor> tensors = new TreeMap<>();
		tensors.put("0.weight", Tensors.toHost(parameters.get(unit + "0.weight")));
		for (final String name : NORM)
			tensors.put("1." + name, Tensors.toHost(parameters.get(unit + "1." + name)));
		return FoldedConvolution.of(tensors, "0", "1", InvertedResidual.BATCH_NORM_EPSILON);
	}

	/** A text once for each of some convolutions, with its number for #. */
	static String lines(final int first, final int last, final String between, final String text) {
		return IntStream.rangeClosed(first, last).mapToObj(i -> text.replace("#", Integer.toString(i))).collect(Collectors.joining(between));
	}

	/** @param x [batch, in, H, W] */
	NDArray apply(final NDArray x) {
		final List<NDArray> arguments = new ArrayList<>(List.of(x));
		arguments.addAll(arrays);
		return function.call(false, arguments.toArray(new NDArray[0])).singletonOrThrow();
	}

	@Override
	public void close() {
		owner.close();
	}
}
