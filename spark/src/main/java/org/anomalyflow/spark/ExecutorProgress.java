package org.anomalyflow.spark;

import org.anomalyflow.util.Progress;
import org.apache.spark.TaskContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages into the executor's log; work ends when Spark kills its task. */
final class ExecutorProgress implements Progress {

	private static final Logger LOG = LoggerFactory.getLogger("org.anomalyflow.spark");

	@Override
	public void update(final String stage, final long done, final long total, final String detail) {
		// Spark shows which tasks are done
	}

	@Override
	public void message(final String line) {
		LOG.info(line);
	}

	@Override
	public boolean isCancelled() {
		final TaskContext task = TaskContext.get();
		return task != null && task.isInterrupted();
	}
}
