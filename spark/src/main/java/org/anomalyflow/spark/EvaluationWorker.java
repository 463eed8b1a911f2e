package org.anomalyflow.spark;

import java.util.Optional;

import org.anomalyflow.distributed.ItemStore;
import org.anomalyflow.distributed.WorkItem;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.evaluation.EvaluationOptions;
import org.anomalyflow.evaluation.EvaluationWork;
import org.anomalyflow.util.Progress;

/** Trains and measures: one category, detector and seed after another. */
final class EvaluationWorker implements Worker {

	/** The engine collects gradients of one training in a process at a time, and peak memory is that of the process. */
	private static final Object ONE_AT_A_TIME = new Object();

	private final EvaluationOptions options;
	private final String fingerprint;
	private final ItemStore store;
	private final ComputeContext context;
	private final EvaluationWork work;

	/**
	 * Starts the engine and looks at the data set.
	 *
	 * @param device as a user would give it
	 */
	EvaluationWorker(final EvaluationJob job, final String device) {
		options = job.options();
		fingerprint = job.fingerprint();
		store = job.store();
		final Progress progress = new ExecutorProgress();
		context = ComputeContext.open(device, job.precision(), progress);
		try {
			work = new EvaluationWork(context, options, progress);
		}
		catch (final RuntimeException | Error e) {
			context.close();
			throw e;
		}
	}

	@Override
	public void run(final WorkItem item) {
		final String name = WorkPlan.resultOf(fingerprint, item);
		synchronized (ONE_AT_A_TIME) {
			store.put(name, work.run(item, options.resume() ? store.get(name) : Optional.empty()));
		}
	}

	@Override
	public void close() {
		context.close();
	}
}
