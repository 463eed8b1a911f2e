package org.anomalyflow.model;

import java.util.SortedMap;
import java.util.TreeMap;

import com.google.gson.JsonObject;

import org.anomalyflow.tensorfile.HostTensor;

/**
 * A detector as its model file has it.
 *
 * @param settings its settings
 * @param tensors its tensors
 * @param backbone name of the backbone
 * @param backboneTensors those of the backbone, under their own names; empty where nothing but the name is needed
 */
public record StoredDetector(JsonObject settings, SortedMap<String, HostTensor> tensors, String backbone,
	SortedMap<String, HostTensor> backboneTensors)
{

	private static final String RUNNING = ".running_var";
	private static final String COUNT = ".num_batches_tracked";

	/**
	 * The backbone's tensors for a state dict.
	 *
	 * @param prefix what their names there begin with, dot included
	 * @return with the counters of batch normalisations, which a model file leaves out, as 0
	 */
	public SortedMap<String, HostTensor> backboneUnder(final String prefix) {
		final SortedMap<String, HostTensor> named = new TreeMap<>();
		backboneTensors.forEach((name, tensor) -> {
			named.put(prefix + name, tensor);
			if (name.endsWith(RUNNING))
				named.put(prefix + name.replace(RUNNING, COUNT), HostTensor.of(new long[1]));
		});
		return named;
	}
}
