package org.anomalyflow.model;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.anomalyflow.util.InvalidParameterException;

/** How the maps of several scales become one anomaly map, after each was enlarged to the same size. */
public enum MapFusion {

	/** The finest map alone, as CS-Flow's paper shows it. */
	FINEST("finest"),
	/** The product of all maps, as anomalib's CS-Flow has it. */
	PRODUCT("product"),
	/** The geometric mean of all maps, at the resolution of the finest: as {@link #PRODUCT}, in the units of one map. */
	GEOMETRIC("geometric"),
	/** The mean of all maps, as DANFlow has it. */
	MEAN("mean");

	private final String label;

	MapFusion(final String label) {
		this.label = label;
	}

	/** The name in a model file. */
	public String label() {
		return label;
	}

	/** The fusion of a name in a model file. */
	public static MapFusion ofLabel(final String label) {
		return Arrays.stream(values()).filter(fusion -> fusion.label.equals(label)).findFirst().orElseThrow(
			() -> new InvalidParameterException("map fusion", label, "one of " + Arrays.stream(values()).map(MapFusion::label)
				.collect(Collectors.joining(", "))));
	}
}
