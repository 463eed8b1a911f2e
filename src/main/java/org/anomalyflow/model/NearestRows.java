package org.anomalyflow.model;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.ScriptedFunction;

/**
 * The search for the nearest of many rows of numbers, for detectors that compare features with those of good images. A
 * product of matrices finds them; distances to the mean row are shorter than those to 0, so that it loses fewer digits.
 */
public final class NearestRows {

	/** Distances that are in memory at once, 16 MB. */
	public static final int CELLS = 1 << 22;

	private NearestRows() {}

	/** The source of the method {@code nearest}, to be put into a function that has {@link #CELLS} as {@code {{cells}}}. */
	public static String source() {
		return ScriptedFunction.source(NearestRows.class, "nearest");
	}

	/**
	 * A function from rows, [M, D], to their mean, [D], and the squared norms of the rows minus it, [M]; its method
	 * {@code without} makes the norms of some rows infinite.
	 */
	public static ScriptedFunction norms(final ComputeContext context) {
		return context.function(NearestRows.class, "row_norms");
	}
}
