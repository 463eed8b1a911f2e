package org.anomalyflow.engine;

import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.tensorfile.HostTensor;

/** Copies of a model's tensors, to compare them later. */
public final class Snapshots {

	private Snapshots() {}

	/** Copies of all tensors as they are now. */
	public static SortedMap<String, HostTensor> of(final Parameters parameters) {
		final SortedMap<String, HostTensor> tensors = new TreeMap<>();
		parameters.all().forEach((name, array) -> tensors.put(name, Tensors.toHost(array)));
		return tensors;
	}
}
