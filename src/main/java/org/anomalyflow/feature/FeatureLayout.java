package org.anomalyflow.feature;

/** Which maps of a backbone a model wants. */
public enum FeatureLayout {
	/**
	 * Three maps of equal channels, each half as large as the one before. A backbone that has them gives them; of another
	 * one its last map is taken for the image at full, half and quarter size (nearest pixels, as CS-Flow's reference).
	 */
	PYRAMID,
	/** All maps that the backbone has. */
	ALL_MAPS,
	/**
	 * All maps that the backbone has, and behind them that of a further stage, if the weights have it. The other layouts never
	 * ask for it, so that they give the same whichever weights there are.
	 */
	ALL_AND_FURTHER,
	/** All maps but the finest one; of a backbone with a single map, that. */
	WITHOUT_FINEST,
	/** All maps but the finest one, and behind them that of a further stage, as {@link #ALL_AND_FURTHER} has it. */
	WITHOUT_FINEST_AND_FURTHER;

	/** Whether the map of a further stage is wanted. */
	public boolean takesFurther() {
		return this == ALL_AND_FURTHER || this == WITHOUT_FINEST_AND_FURTHER;
	}

	/** Whether the finest map is left out. */
	boolean leavesOutFinest() {
		return this == WITHOUT_FINEST || this == WITHOUT_FINEST_AND_FURTHER;
	}
}
