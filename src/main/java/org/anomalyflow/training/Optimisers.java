package org.anomalyflow.training;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import ai.djl.ndarray.NDArray;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.model.AdamSettings;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TensorSource;
import org.anomalyflow.util.AnomalyFlowException;

/** An {@link Adam} for each part of a model, each with its own count of steps: a part that is not stepped stays as it is. */
final class Optimisers {

	private final Map<String, Adam> adams = new LinkedHashMap<>();

	/**
	 * @param context where to compute; owns the moments
	 * @param parameters the model's tensors
	 * @param parts what the names of each part's tensors begin with
	 * @param settings how to step
	 */
	Optimisers(final ComputeContext context, final Parameters parameters, final List<String> parts, final AdamSettings settings) {
		for (final String part : parts) {
			final SortedMap<String, NDArray> tensors = parameters.trainable();
			tensors.keySet().removeIf(name -> !name.startsWith(part));
			adams.put(part, new Adam(context, tensors, settings));
		}
	}

	/** Steps one part with a share of the learning rate. */
	void step(final String part, final double share) {
		adams.get(part).step(share);
	}

	/** Sets all gradients to 0 without a step, after a computation that was broken off. */
	void forgetGradients() {
		adams.values().forEach(Adam::forgetGradients);
	}

	/** How many steps each part has made, for a file. */
	String steps() {
		return adams.values().stream().map(adam -> Integer.toString(adam.steps())).collect(Collectors.joining(","));
	}

	/** The moments of all parts for a file, copied from the engine only while they are written. */
	SortedMap<String, TensorSource> sources() {
		final SortedMap<String, TensorSource> sources = new TreeMap<>();
		adams.values().forEach(adam -> sources.putAll(adam.sources()));
		return sources;
	}

	/**
	 * Goes back to where {@link #sources()} was written.
	 *
	 * @param tensors what was written
	 * @param steps what {@link #steps()} said then
	 * @throws AnomalyFlowException if they do not fit the parameters
	 */
	void restore(final Map<String, HostTensor> tensors, final String steps) {
		final String[] counts = steps.split(",");
		if (counts.length != adams.size())
			throw new AnomalyFlowException("The unfinished training has " + counts.length + " optimisers, the model has " + adams.size() +
				" parts. Start anew with resume=false.");
		int part = 0;
		for (final Adam adam : adams.values())
			adam.restore(tensors, Integer.parseInt(counts[part++]));
	}
}
