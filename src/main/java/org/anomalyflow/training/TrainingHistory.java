package org.anomalyflow.training;

import java.util.List;

/**
 * What happened in training.
 *
 * @param losses mean loss of each finished epoch
 * @param stoppedEarly whether the user ended it before the last planned epoch
 */
public record TrainingHistory(List<Float> losses, boolean stoppedEarly) {

	public TrainingHistory {
		losses = List.copyOf(losses);
	}

	/** How many epochs were finished. */
	public int epochs() {
		return losses.size();
	}
}
