package org.anomalyflow.training;

import java.util.SortedMap;

import org.anomalyflow.tensorfile.HostTensor;

/** How one kind of detector becomes a calibrated model once the features are there. */
interface Learning {

	/** What it needs. */
	MemoryNeed memoryNeed();

	/** What its result depends on beside settings and images, in a text that is equal for equal results. */
	String plan();

	/**
	 * Learns and calibrates.
	 *
	 * @param cache the features of the views of all images that train
	 * @param statistics bring them to a common scale; empty to take them as they are
	 * @param kept where unfinished work is kept
	 * @throws org.anomalyflow.util.CancelledException if the user stopped and does not want what there is
	 */
	TrainedDetector learn(FeatureCache cache, SortedMap<String, HostTensor> statistics, KeptState kept);

	/** Forgets what was kept, because the model file is written. */
	void forget(KeptState kept);
}
