package org.anomalyflow.model;

/** How the learning rate changes over all steps of a training. */
public enum Schedule {
	/** It does not. */
	CONSTANT,
	/** Up over the first ten steps, then down to 0 along half a cosine. */
	COSINE;

	private static final double WARM_UP = 10;

	/** The share of the learning rate for one step of many, numbered from 0. */
	public double share(final int step, final int steps) {
		if (this == CONSTANT)
			return 1;
		return Math.min(1, (step + 1) / WARM_UP) * 0.5 * (1 + Math.cos(Math.PI * step / steps));
	}
}
