package org.anomalyflow.distributed;

import java.util.Optional;

/** What does the items of a work, one after another; not for use by several threads at once. */
public interface Work {

	/**
	 * Does an item.
	 *
	 * @param item one of the plan's
	 * @param before what an earlier attempt has left; what is still right of it is not done again
	 * @return what came of it: the same for the same item, but for times; also what failed, if only that part of the item did
	 * @throws org.anomalyflow.util.CancelledException if the user stopped
	 */
	String run(WorkItem item, Optional<String> before);
}
