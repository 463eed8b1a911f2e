package org.anomalyflow.tensorfile;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.anomalyflow.util.AnomalyFlowException;

/** Which values of a pickle may be keys: those whose hash is quick to compute, however the file was made. */
final class PickledKeys {

	private static final int MAX_DEPTH = 2;
	private static final int MAX_LENGTH = 16;

	private PickledKeys() {}

	/** The value itself. */
	static Object check(final Object key) {
		check(key, 0);
		return key;
	}

	private static void check(final Object key, final int depth) {
		final boolean plain = key == null || key instanceof String || key instanceof Number || key instanceof Boolean ||
			key instanceof PickledObject || key instanceof PickledGlobal || key instanceof Enum;
		if (plain)
			return;
		if (!(key instanceof List<?> tuple) || tuple.getClass() == ArrayList.class || depth == MAX_DEPTH || tuple.size() > MAX_LENGTH)
			throw new AnomalyFlowException("a dictionary key or set element of the pickle is a " + key.getClass().getSimpleName() +
				" or nested too deep; numbers, strings, objects and short tuples of them are allowed");
		for (final Object element : tuple)
			check(element, depth + 1);
	}

	/** A set of checked values, in their order. */
	static Set<Object> set(final List<Object> values) {
		final Set<Object> set = new LinkedHashSet<>();
		for (final Object value : values)
			set.add(check(value));
		return set;
	}
}
