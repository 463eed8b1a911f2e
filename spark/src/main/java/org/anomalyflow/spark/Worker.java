package org.anomalyflow.spark;

import org.anomalyflow.distributed.WorkItem;

/** An engine context with a loaded model, which does one item after another. Closed, it frees their memory. */
interface Worker extends AutoCloseable {

	/**
	 * Does an item and leaves its result in the store.
	 *
	 * @param item one of the plan's
	 */
	void run(WorkItem item);

	@Override
	void close();
}
