package org.anomalyflow.spark;

import java.io.Serializable;

/** What the driver sends to executors: texts and settings, of which they make workers. */
interface Job extends Serializable {

	/** Workers of jobs of one key are the same. */
	String key();

	/**
	 * Opens what an item needs. That takes seconds; workers are used again.
	 *
	 * @param device as a user would give it
	 */
	Worker open(String device);

	/** As the user gave it: auto, or what all tasks take. */
	String device();

	/** As the user gave it; 0 for as many as Spark gives each task. */
	int threads();
}
