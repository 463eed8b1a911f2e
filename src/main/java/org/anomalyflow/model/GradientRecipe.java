package org.anomalyflow.model;

/**
 * How a flow is trained on a backbone if the user chooses nothing else.
 *
 * @param epochs how often each image is seen, at least if {@code steps} is not 0
 * @param steps so many steps are made at least, in whole epochs; 0 where epochs count
 * @param batchSize images per step
 * @param adam the optimiser
 * @param schedule how the learning rate changes
 * @param featureNoise standard deviation of normal noise added to the features in every step, 0 for none
 * @param stopping whether and how the training goes on beyond {@code steps}; only with a constant schedule
 * @param renews whether the running statistics of batch normalisations are renewed when a training ends, see
 *          {@link FlowModel#renewStatistics}
 */
public record GradientRecipe(int epochs, int steps, int batchSize, AdamSettings adam, Schedule schedule, float featureNoise,
	EarlyStopping stopping, boolean renews)
{

	/** A recipe that keeps the moving averages, if there are any. */
	public GradientRecipe(final int epochs, final int steps, final int batchSize, final AdamSettings adam, final Schedule schedule,
		final float featureNoise, final EarlyStopping stopping)
	{
		this(epochs, steps, batchSize, adam, schedule, featureNoise, stopping, false);
	}

	/** A recipe of fixed length. */
	public GradientRecipe(final int epochs, final int steps, final int batchSize, final AdamSettings adam, final Schedule schedule,
		final float featureNoise)
	{
		this(epochs, steps, batchSize, adam, schedule, featureNoise, EarlyStopping.NONE);
	}

	/** The epochs to train if each has a number of steps. */
	public int epochs(final int stepsPerEpoch) {
		return Math.max(epochs, (steps + stepsPerEpoch - 1) / stepsPerEpoch);
	}
}
