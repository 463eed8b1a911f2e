package org.anomalyflow.spark;

import java.util.Map;

import org.anomalyflow.AnomalyFlow;
import org.anomalyflow.EngineAndWeights;
import org.anomalyflow.distributed.WorkItem;
import org.anomalyflow.util.Messages;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.Function;
import org.apache.spark.resource.ResourceInformation;
import org.apache.spark.util.LongAccumulator;

/**
 * Does one item on an executor. A failure is left to Spark, which tries again, perhaps elsewhere; only the last time it is reported
 * instead, so that the other items go on.
 */
final class ItemTask implements Function<WorkItem, ItemReport> {

	private static final long serialVersionUID = 1L;

	private static final double NANOS = 1e9;
	private static final String AUTO = "auto";
	private static final String GPU = "gpu";

	private final Job job;
	private final int attempts;
	private final LongAccumulator done;

	/**
	 * @param job what to do
	 * @param attempts how often Spark tries
	 * @param done counts images or runs
	 */
	ItemTask(final Job job, final int attempts, final LongAccumulator done) {
		this.job = job;
		this.attempts = attempts;
		this.done = done;
	}

	@Override
	public ItemReport call(final WorkItem item) {
		final long start = System.nanoTime();
		final TaskContext task = TaskContext.get();
		String failure = null;
		try {
			run(item, task);
		}
		catch (final RuntimeException e) {
			if (task.isInterrupted() || task.attemptNumber() + 1 < attempts)
				throw e;
			failure = Messages.reason(e);
		}
		done.add(item.parts().size());
		return new ItemReport(item.number(), item.parts().size(), SparkEnv.get().executorId(), (System.nanoTime() - start) / NANOS, failure);
	}

	private void run(final WorkItem item, final TaskContext task) {
		EngineAndWeights.claimProcess();
		final String device = device(task);
		// the number belongs to the thread that computes, and Spark's threads come and go
		AnomalyFlow.useThreads(job.threads() > 0 ? job.threads() : task.cpus());
		final Worker worker = WorkerPool.OF_PROCESS.take(job, device);
		boolean sound = false;
		try {
			worker.run(item);
			sound = true;
		}
		finally {
			if (sound)
				WorkerPool.OF_PROCESS.giveBack(job, device, worker);
			else
				worker.close();
		}
	}

	/** The GPU that Spark has given to this task, if it has; a task without one must not take that of another. */
	private String device(final TaskContext task) {
		if (!AUTO.equals(job.device()))
			return job.device();
		final Map<String, ResourceInformation> resources = task.resourcesJMap();
		return resources.containsKey(GPU) ? GPU + ":" + resources.get(GPU).addresses()[0] : "cpu";
	}
}
