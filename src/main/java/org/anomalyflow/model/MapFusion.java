package org.anomalyflow.model;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.anomalyflow.util.InvalidParameterException;

/**
 * How the maps of several scales become one anomaly map, after each was enlarged to the same size. This is the one description that
 * detection and exported programs go by: maps are {@link #joins multiplied or added}, divided by {@link #divisor}, and raised to
 * {@link #exponent}.
 */
public enum MapFusion {

	/** The finest map alone, as CS-Flow's paper shows it. */
	FINEST("finest", Join.NONE, false, false),
	/** The product of all maps, as anomalib's CS-Flow has it. */
	PRODUCT("product", Join.PRODUCT, false, false),
	/** The geometric mean of all maps, at the resolution of the finest: as {@link #PRODUCT}, in the units of one map. */
	GEOMETRIC("geometric", Join.PRODUCT, true, false),
	/** The mean of all maps, as DANFlow and FastFlow have it. */
	MEAN("mean", Join.SUM, true, false),
	/** The mean of all maps, enlarged so that corners fall on corners, as CFlow and MSFlow have it. */
	ALIGNED_MEAN("aligned-mean", Join.SUM, true, true);

	/** What is done with the values of several maps at one place. */
	public enum Join {
		/** Only the first map counts. */
		NONE,
		/** They are multiplied. */
		PRODUCT,
		/** They are added. */
		SUM
	}

	private final String label;
	private final Join join;
	private final boolean averages;
	private final boolean alignsCorners;

	MapFusion(final String label, final Join join, final boolean averages, final boolean alignsCorners) {
		this.label = label;
		this.join = join;
		this.averages = averages;
		this.alignsCorners = alignsCorners;
	}

	/** What is done with several maps. */
	public Join joins() {
		return join;
	}

	/** How many of some maps count. */
	public int used(final int maps) {
		return join == Join.NONE ? 1 : maps;
	}

	/** By what the joined values of some maps are divided. */
	public double divisor(final int maps) {
		return averages && join == Join.SUM ? maps : 1;
	}

	/** To what power the joined values of some maps are raised. */
	public double exponent(final int maps) {
		return averages && join == Join.PRODUCT ? 1.0 / maps : 1;
	}

	/** Whether maps are fused at the resolution of the finest and enlarged then, instead of the other way round. */
	public boolean fusesFirst() {
		return averages && join == Join.PRODUCT;
	}

	/** Whether the centres of the outermost cells fall on those of the outermost pixels when a map is enlarged. */
	public boolean alignsCorners() {
		return alignsCorners;
	}

	/** The name in a model file. */
	public String label() {
		return label;
	}

	/** The fusion of a name in a model file. */
	public static MapFusion ofLabel(final String label) {
		return Arrays.stream(values()).filter(fusion -> fusion.label.equals(label)).findFirst()
			.orElseThrow(() -> new InvalidParameterException("map fusion", label,
				"one of " + Arrays.stream(values()).map(MapFusion::label).collect(Collectors.joining(", "))));
	}
}
