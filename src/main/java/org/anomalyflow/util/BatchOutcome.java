package org.anomalyflow.util;

import java.nio.file.Path;

/**
 * How work on many items ended.
 *
 * @param items how many there were
 * @param failed how many of them failed
 * @param errors the table that says which and why; null if none failed
 * @param summary what was done and where the results are, in a few lines
 */
public record BatchOutcome(int items, int failed, Path errors, String summary) {

	/** Whether nothing was done at all. */
	public boolean isFailure() {
		return items > 0 && failed == items;
	}
}
