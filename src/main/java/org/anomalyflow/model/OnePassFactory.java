package org.anomalyflow.model;

import com.google.gson.JsonObject;

import org.anomalyflow.tensor.ComputeContext;

/** A kind of detector that looks at each good image once: without gradients, epochs and losses. */
public interface OnePassFactory extends DetectorFactory {

	/**
	 * What learns a detector.
	 *
	 * @param context where to compute; owns what is learned
	 * @param settings of {@link #settings}
	 * @param images how many feature records will be added
	 * @param seed decides everything random
	 */
	OnePassLearner learner(ComputeContext context, JsonObject settings, int images, long seed);

	/**
	 * About how many numbers the learning keeps in the engine's memory.
	 *
	 * @param settings of {@link #settings}
	 * @param images how many feature records will be added
	 */
	long keptNumbers(JsonObject settings, int images);
}
