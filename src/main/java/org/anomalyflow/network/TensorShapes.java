package org.anomalyflow.network;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** The names and shapes of the tensors of a network, sorted by name. */
public final class TensorShapes {

	private final SortedMap<String, long[]> shapes = new TreeMap<>();

	/** Adds a tensor. */
	TensorShapes add(final String name, final long... shape) {
		shapes.put(name, shape);
		return this;
	}

	/** Adds {@code NAME.weight} of the given shape and {@code NAME.bias} with as many elements as the first axis. */
	TensorShapes addWithBias(final String name, final long... shape) {
		return add(name + ".weight", shape).add(name + ".bias", shape[0]);
	}

	/** Adds the four tensors of a batch normalisation. */
	TensorShapes addBatchNorm(final String name, final long channels) {
		return addWithBias(name, channels).add(name + ".running_mean", channels).add(name + ".running_var", channels);
	}

	/** Names and shapes, sorted; not to be changed. */
	public SortedMap<String, long[]> shapes() {
		return Collections.unmodifiableSortedMap(shapes);
	}
}
