package org.anomalyflow.model;

import java.util.Comparator;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * The most frequent of some whole numbers: what the shapes of a checkpoint agree on, even if a few tensors are damaged,
 * so that those can then be named.
 */
public final class Majority {

	private final Map<Integer, Integer> counts = new TreeMap<>();

	/** Counts a number; what is no positive int is no plausible length and left out. */
	public void add(final long value) {
		if (value > 0 && value <= Integer.MAX_VALUE)
			counts.merge((int) value, 1, Integer::sum);
	}

	/** The most frequent number, the smallest if several are; empty without any. */
	public OptionalInt value() {
		return counts.entrySet().stream()
			.max(
				Map.Entry.<Integer, Integer>comparingByValue().thenComparing(Map.Entry.<Integer, Integer>comparingByKey(Comparator.reverseOrder())))
			.map(e -> OptionalInt.of(e.getKey())).orElse(OptionalInt.empty());
	}
}
