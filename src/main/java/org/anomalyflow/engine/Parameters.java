package org.anomalyflow.engine;

import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.tensorfile.TensorSource;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * A model's tensors by name, as in the reference's state dict: trainable parameters and buffers. The same names are
 * saved, loaded, imported and exported.
 */
public final class Parameters {

	private final SortedMap<String, NDArray> all = new TreeMap<>();
	private final Set<String> trainable = new TreeSet<>();

	/**
	 * Copies tensors to the engine.
	 *
	 * @param manager the scope that owns them
	 * @param tensors what to copy; float tensors become float32
	 */
	public static Parameters of(final NDManager manager, final Map<String, HostTensor> tensors) {
		final Parameters parameters = new Parameters();
		tensors.forEach((name, tensor) -> parameters.addBuffer(name, Tensors.toEngine(manager, tensor)));
		return parameters;
	}

	/** Adds a tensor that training does not change. */
	public void addBuffer(final String name, final NDArray array) {
		if (all.put(name, array) != null)
			throw new AnomalyFlowException("The tensor " + name + " was given twice");
	}

	/** Adds a tensor that training changes. */
	public void addTrainable(final String name, final NDArray array) {
		addBuffer(name, array);
		trainable.add(name);
	}

	/**
	 * The tensor of a name.
	 *
	 * @throws AnomalyFlowException if there is none
	 */
	public NDArray get(final String name) {
		final NDArray array = all.get(name);
		if (array == null)
			throw new AnomalyFlowException("The tensor " + name + " is missing; there are " + all.size() + " others");
		return array;
	}

	/** Whether there is a tensor of that name. */
	public boolean has(final String name) {
		return all.containsKey(name);
	}

	/** All tensors, sorted by name. */
	public SortedMap<String, NDArray> all() {
		return Collections.unmodifiableSortedMap(all);
	}

	/** Those that training changes, sorted by name. */
	public SortedMap<String, NDArray> trainable() {
		final SortedMap<String, NDArray> result = new TreeMap<>(all);
		result.keySet().retainAll(trainable);
		return result;
	}

	/** How many numbers training changes. */
	public long trainableCount() {
		return trainable().values().stream().mapToLong(NDArray::size).sum();
	}

	/** Starts or stops recording gradients of the trainable tensors. */
	public void requireGradients(final boolean required) {
		trainable().values().forEach(array -> array.setRequiresGradient(required));
	}

	/** All tensors for a file, copied from the engine only while they are written. */
	public SortedMap<String, TensorSource> sources() {
		final SortedMap<String, TensorSource> tensors = new TreeMap<>();
		all.forEach((name, array) -> tensors.put(name, new EngineTensor(array)));
		return tensors;
	}

	/** Overwrites every tensor in place with that of a model of the same shape. */
	public void overwrite(final Parameters others) {
		all.forEach((name, array) -> Tensors.overwrite(array, others.get(name)));
	}

	/**
	 * Overwrites every tensor in place with the one of the same name.
	 *
	 * @throws AnomalyFlowException if one is missing or has another shape
	 */
	public void load(final Map<String, HostTensor> tensors) {
		all.forEach((name, array) -> {
			final HostTensor tensor = tensors.get(name);
			if (tensor == null)
				throw new AnomalyFlowException("The tensor " + name + " is missing");
			try (NDArray value = Tensors.toEngine(array.getManager(), tensor)) {
				if (!value.getShape().equals(array.getShape()))
					throw new AnomalyFlowException("The tensor " + name + " has shape " + value.getShape() + ", expected " + array.getShape());
				Tensors.overwrite(array, value);
			}
		});
	}
}
