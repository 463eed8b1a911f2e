package org.anomalyflow.util;

/** What a user who has asked to stop a training wants to become of it. */
public enum StopChoice {

	/** It was a mistake: the work goes on. */
	GO_ON,
	/** What was trained so far is calibrated and becomes the model. */
	FINISH,
	/** Nothing becomes the model; what was trained so far is kept for {@code resume}. */
	STOP,
	/** Nothing is kept. */
	DISCARD
}
