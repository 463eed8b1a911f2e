package org.anomalyflow.model;

/** How the learning rate changes over a training. Its text belongs to what an unfinished training is recognised by. */
@FunctionalInterface
public interface Schedule {

	/** It does not change. */
	Schedule CONSTANT = UsualSchedule.CONSTANT;
	/** Up over the first ten steps, then down to 0 along half a cosine. */
	Schedule COSINE = UsualSchedule.COSINE;

	/**
	 * The share of the learning rate for the steps on one batch.
	 *
	 * @param epoch number of the epoch, from 0
	 * @param epochs how many there are
	 * @param batch number of the batch in its epoch, from 0
	 * @param batches how many an epoch has
	 * @return in (0, 1]
	 */
	double share(int epoch, int epochs, int batch, int batches);
}
