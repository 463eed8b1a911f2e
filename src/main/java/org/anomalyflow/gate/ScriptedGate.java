package org.anomalyflow.gate;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Tensors;
import org.anomalyflow.tensorfile.HostTensor;

/**
 * A gate that is computed where the summary is, of a whole batch, for programs that leave this project; the same formula as
 * {@link Gate#unlikeness(float[])}.
 */
public final class ScriptedGate {

	private static final List<String> TENSORS = List.of(Gate.MEAN, Gate.SPREAD, Gate.BASIS, Gate.LARGEST);

	private final ComputeContext context;
	private final NDList tensors = new NDList();

	/**
	 * @param context where to compute; owns the gate's tensors
	 * @param gate the gate
	 */
	public ScriptedGate(final ComputeContext context, final Gate gate) {
		this.context = context;
		final Map<String, HostTensor> host = gate.toHost();
		for (final String name : TENSORS)
			tensors.add(Tensors.toEngine(context.manager(), host.get(name)));
	}

	/**
	 * How unlike the training images some images are.
	 *
	 * @param summary the parts of their summaries as {@link ImageSummary} makes them, each [batch, d_i]
	 * @return [batch]; 1 or more means unlike
	 */
	public NDArray unlikeness(final NDList summary) {
		final List<String> names = IntStream.range(0, summary.size()).mapToObj(part -> "part" + part).toList();
		final NDList arguments = new NDList(summary);
		arguments.addAll(tensors);
		return context.function(ScriptedGate.class, "unlikeness", "parts", String.join(": Tensor, ", names), "joined", String.join(", ", names))
			.call(false, arguments.toArray(new NDArray[0])).singletonOrThrow();
	}
}
