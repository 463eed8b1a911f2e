package org.anomalyflow.backbone;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * The conventions of a network that its tensors do not tell, as a line {@code key=value key=value}, keys sorted.
 *
 * @param values all keys with their values, defaults included
 */
record Variant(SortedMap<String, String> values) {

	/**
	 * Reads a line.
	 *
	 * @param network the network's name, for messages
	 * @param line the line; empty or null for the defaults
	 * @param defaults all keys that the network knows, with the values of those that the line leaves out
	 * @throws AnomalyFlowException if the line has a key that the network does not know, or no value for one
	 */
	static Variant parse(final String network, final String line, final Map<String, String> defaults) {
		final SortedMap<String, String> values = new TreeMap<>(defaults);
		for (final String pair : line == null || line.isBlank() ? new String[0] : line.trim().split("\\s+")) {
			final String[] parts = pair.split("=", 2);
			if (parts.length < 2 || !values.containsKey(parts[0]))
				throw new AnomalyFlowException(network + " knows no variant " + pair + "; it takes " +
					(defaults.isEmpty() ? "none" : "KEY=VALUE with the keys " + String.join(", ", new TreeMap<>(defaults).keySet())));
			values.put(parts[0], parts[1]);
		}
		return new Variant(values);
	}

	String get(final String key) {
		return values.get(key);
	}

	@Override
	public String toString() {
		return values.entrySet().stream().map(entry -> entry.getKey() + "=" + entry.getValue()).collect(Collectors.joining(" "));
	}
}
