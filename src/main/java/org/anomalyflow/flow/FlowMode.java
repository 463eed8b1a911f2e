package org.anomalyflow.flow;

/** How an invertible module is run. */
public enum FlowMode {

	/** Gradients are recorded (inside a gradient collector) and normalisations use the statistics of the batch. */
	TRAINING,
	/** What {@link #TRAINING} computes, without gradients and without a trace in running statistics. */
	PREVIEW,
	/** As {@link #PREVIEW}, and the running statistics become those of the batch, whatever they were. */
	RENEWING,
	/** No gradients; normalisations use their running statistics. */
	INFERENCE;

	/** Whether normalisations use the statistics of the batch. */
	public boolean usesBatch() {
		return this != INFERENCE;
	}

	/**
	 * How much of the statistics of a batch the running ones take over.
	 *
	 * @param training the share in a training step
	 */
	public double momentum(final double training) {
		return switch (this) {
			case TRAINING -> training;
			case RENEWING -> 1;
			case PREVIEW, INFERENCE -> 0;
		};
	}

	/** Whether results can be differentiated. */
	public boolean differentiable() {
		return this == TRAINING;
	}
}
