package org.anomalyflow.util;

import java.util.ArrayList;
import java.util.List;

/** Arrays of floats, and lists of them, which are equal when their values are. */
public final class Floats {

	private Floats() {}

	/** The values as an array. */
	public static float[] toArray(final List<Float> values) {
		final float[] array = new float[values.size()];
		for (int i = 0; i < array.length; i++)
			array[i] = values.get(i);
		return array;
	}

	/** The values as a list. */
	public static List<Float> toList(final float[] values) {
		final List<Float> list = new ArrayList<>(values.length);
		for (final float value : values)
			list.add(value);
		return List.copyOf(list);
	}
}
