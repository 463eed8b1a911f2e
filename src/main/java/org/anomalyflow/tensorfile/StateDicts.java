package org.anomalyflow.tensorfile;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import org.anomalyflow.util.AnomalyFlowException;

/** Finds the tensors of a model in the plain data of a checkpoint. */
public final class StateDicts {

	private static final List<String> KEYS = List.of("state_dict", "model_state_dict", "model");
	private static final int MAX_DEPTH = 64;
	private static final int MAX_VISITS = 1_000_000;

	private final SortedMap<String, HostTensor> tensors = new TreeMap<>();
	private int visits;

	private StateDicts() {}

	/** All tensors of a model by name. */
	static SortedMap<String, HostTensor> find(final Object root) {
		Object model = root;
		for (int depth = 0; depth < MAX_DEPTH; depth++) {
			final Object inner = inner(model);
			if (inner == null)
				break;
			model = inner;
		}
		final StateDicts collector = new StateDicts();
		collector.collect(model, "", 0);
		if (collector.tensors.isEmpty())
			throw new AnomalyFlowException(
				"it has no tensors by name, only " + describe(model) + "; save a state dict: torch.save(model.state_dict(), \"weights.pth\")");
		return collector.tensors;
	}

	private static Object inner(final Object value) {
		if (value instanceof Map<?, ?> map)
			for (final String key : KEYS)
				if (map.get(key) instanceof Map || map.get(key) instanceof PickledObject)
					return map.get(key);
		return null;
	}

	private static String describe(final Object value) {
		if (value instanceof Map<?, ?> map)
			return "a dictionary of " + map.size() + " entries";
		return value == null ? "None" : "a " + value.getClass().getSimpleName();
	}

	private void collect(final Object value, final String prefix, final int depth) {
		if (depth > MAX_DEPTH || ++visits > MAX_VISITS)
			throw new AnomalyFlowException("its dictionaries are nested more than " + MAX_DEPTH + " deep or contain themselves");
		if (value instanceof Map<?, ?> map)
			for (final Map.Entry<?, ?> e : map.entrySet())
				collectEntry(e.getKey(), e.getValue(), prefix, depth);
		else if (value instanceof PickledObject module)
			collectModule(module, prefix, depth);
	}

	private void collectEntry(final Object key, final Object value, final String prefix, final int depth) {
		if (value instanceof HostTensor tensor)
			add(prefix + key, tensor);
		else
			collect(value, prefix + key + ".", depth + 1);
	}

	private void collectModule(final PickledObject module, final String prefix, final int depth) {
		addAll(module.attribute("_parameters"), Set.of(), prefix);
		final Object temporary = module.attribute("_non_persistent_buffers_set");
		addAll(module.attribute("_buffers"), temporary instanceof Set<?> names ? names : Set.of(), prefix);
		if (module.attribute("_modules") instanceof Map<?, ?> parts)
			for (final Map.Entry<?, ?> part : parts.entrySet())
				collect(part.getValue(), prefix + part.getKey() + ".", depth + 1);
	}

	private void addAll(final Object named, final Set<?> without, final String prefix) {
		if (named instanceof Map<?, ?> map)
			for (final Map.Entry<?, ?> e : map.entrySet())
				if (e.getValue() instanceof HostTensor tensor && !without.contains(e.getKey()))
					add(prefix + e.getKey(), tensor);
	}

	private void add(final String name, final HostTensor tensor) {
		if (tensors.put(name, tensor) != null)
			throw new AnomalyFlowException("it has two tensors of the name " + name);
	}

	/** The tensors under shorter names: each prefix is removed, again and again, where all names begin with it. */
	public static SortedMap<String, HostTensor> withoutPrefixes(final SortedMap<String, HostTensor> tensors, final List<String> prefixes) {
		for (final String prefix : prefixes)
			if (!prefix.isEmpty() && !tensors.isEmpty() &&
				tensors.keySet().stream().allMatch(name -> name.startsWith(prefix) && name.length() > prefix.length()))
			{
				final SortedMap<String, HostTensor> shorter = new TreeMap<>();
				tensors.forEach((name, tensor) -> shorter.put(name.substring(prefix.length()), tensor));
				return withoutPrefixes(shorter, prefixes);
			}
		return tensors;
	}
}
