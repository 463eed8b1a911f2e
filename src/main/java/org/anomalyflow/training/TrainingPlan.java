package org.anomalyflow.training;

import org.anomalyflow.model.AdamSettings;
import org.anomalyflow.model.Schedule;
import org.anomalyflow.util.InvalidParameterException;

/**
 * How a flow is trained on cached features.
 *
 * @param epochs how often each image is seen, at least 1
 * @param batchSize images per step, at least 1; the last batch of an epoch may be smaller or left out, see
 *          {@link Trainer}
 * @param adam the optimiser
 * @param schedule how the learning rate changes
 * @param featureNoise standard deviation of normal noise added to the features in every step, 0 for none: it keeps a
 *          flow that sees few images from learning them by heart
 * @param seed decides the order of images and the noise
 * @param renews whether the running statistics of batch normalisations are renewed at the end
 */
public record TrainingPlan(int epochs, int batchSize, AdamSettings adam, Schedule schedule, float featureNoise, long seed, boolean renews) {

	/** A plan that keeps moving averages, if there are any. */
	TrainingPlan(final int epochs, final int batchSize, final AdamSettings adam, final Schedule schedule, final float featureNoise,
		final long seed)
	{
		this(epochs, batchSize, adam, schedule, featureNoise, seed, false);
	}

	/** The same with another number of epochs. */
	TrainingPlan withEpochs(final int others) {
		return new TrainingPlan(others, batchSize, adam, schedule, featureNoise, seed, renews);
	}

	public TrainingPlan {
		if (epochs < 1)
			throw new InvalidParameterException("epochs", epochs, "at least 1, or 0 for the model's own");
		if (batchSize < 1)
			throw new InvalidParameterException("batch_size", batchSize, "at least 1, or 0 for the model's own");
	}
}
