package org.anomalyflow.distributed;

/** Does items of a plan: a share of them in this process, or all of them on many machines. */
@FunctionalInterface
public interface WorkRunner {

	/**
	 * Does items that are not done yet. The result of each is in the store as soon as it is done, so that whoever goes on after a
	 * break finds it.
	 *
	 * @param plan begun in the store
	 * @param store where results go
	 */
	void run(WorkPlan plan, ItemStore store);
}
