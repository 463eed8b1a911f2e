package org.anomalyflow.model;

import java.util.Optional;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.engine.Parameters;

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
	 * What goes on learning where a detector ended, as if all images had been there from the start.
	 *
	 * @param context where to compute; owns what is learned
	 * @param settings of the detector
	 * @param parameters its tensors
	 * @param images how many images it has learned from
	 * @param seed decides everything random
	 * @return empty if what the detector holds does not suffice for that
	 */
	Optional<OnePassLearner> more(ComputeContext context, JsonObject settings, Parameters parameters, int images, long seed);

	/**
	 * About how many numbers the learning keeps in the engine's memory.
	 *
	 * @param settings of {@link #settings}
	 * @param images how many feature records will be added
	 */
	long keptNumbers(JsonObject settings, int images);
}
