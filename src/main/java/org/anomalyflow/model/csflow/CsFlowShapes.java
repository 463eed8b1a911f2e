package org.anomalyflow.model.csflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.model.Majority;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * Concludes the shape of a CS-Flow network from its weights. A subnet's inner convolutions are [hidden, in, k, k], its
 * others [out, hidden, k, k]; with the channels split into C1 and C2, in is C1 and out 2 C2 for s1, in C2 and out 2 C1
 * for s2.
 */
final class CsFlowShapes {

	private static final int WEIGHT_AXES = 4;
	private static final int MAX_BLOCKS = 64;
	private static final int USUAL_KERNEL = 3;

	private final Majority first = new Majority();
	private final Majority second = new Majority();
	private final Majority hidden = new Majority();
	private final SortedMap<Integer, Majority> kernels = new TreeMap<>();

	private CsFlowShapes() {}

	/**
	 * The settings that most tensors agree on.
	 *
	 * @param tensors the flow's tensors under their official names
	 * @throws AnomalyFlowException if they have no weights to conclude from
	 */
	static CsFlowSettings settings(final Map<String, HostTensor> tensors) {
		final CsFlowShapes shapes = new CsFlowShapes();
		tensors.forEach((name, tensor) -> {
			if (name.endsWith(".weight") && tensor.shape().length == WEIGHT_AXES)
				shapes.add(name, tensor.shape());
		});
		return shapes.conclude();
	}

	private void add(final String name, final long[] shape) {
		final boolean inner = name.endsWith("_0.weight");
		final boolean takesFirst = name.contains(".s1.");
		hidden.add(inner ? shape[0] : shape[1]);
		(takesFirst == inner ? first : second).add(inner ? shape[1] : shape[0] / 2);
		kernels.computeIfAbsent(CsFlowNames.block(name), block -> new Majority()).add(shape[2]);
	}

	private CsFlowSettings conclude() {
		if (hidden.value().isEmpty() || first.value().isEmpty() || second.value().isEmpty())
			throw new AnomalyFlowException("it has no convolution weights of coupling blocks");
		final int blocks = kernels.lastKey() + 1;
		if (blocks > MAX_BLOCKS)
			throw new AnomalyFlowException("it has a coupling block number " + blocks + "; up to " + MAX_BLOCKS + " are understood");
		final List<Integer> sizes = new ArrayList<>();
		for (int block = 0; block < blocks; block++)
			sizes.add(kernels.getOrDefault(block, new Majority()).value().orElse(USUAL_KERNEL));
		return new CsFlowSettings(first.value().getAsInt() + second.value().getAsInt(), hidden.value().getAsInt(), sizes);
	}
}
