package org.anomalyflow.flow;

/** How an invertible module is run. */
public enum FlowMode {

	/** Gradients are recorded (inside a gradient collector) and normalisations use the statistics of the batch. */
	TRAINING,
	/** What {@link #TRAINING} computes, without gradients and without a trace in running statistics. */
	PREVIEW,
	/** No gradients; normalisations use their running statistics. */
	INFERENCE;

	/** Whether results can be differentiated. */
	public boolean differentiable() {
		return this == TRAINING;
	}
}
