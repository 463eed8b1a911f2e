package org.anomalyflow.spark;

import org.anomalyflow.distributed.ItemStore;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.evaluation.EvaluationMerge;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.Progress;

/**
 * {@code evaluate} on a cluster: {@code spark-submit --class org.anomalyflow.spark.Evaluate anomaly-flow-spark.jar --dataset PATH
 * --output-folder PATH}, and the further parameters of {@code evaluate}. Each category, detector and seed is a task. The output
 * folder holds what that command would have written, but for times and memory.
 */
public final class Evaluate {

	private Evaluate() {}

	/** Runs and ends the process with the exit code of {@code evaluate}. */
	public static void main(final String[] args) {
		System.exit(run(args));
	}

	/** As {@link #main}; returns the exit code. */
	static int run(final String... args) {
		return Program.run("Anomaly Flow, evaluate", org.anomalyflow.command.Evaluate.class, args,
			(arguments, spark, progress) -> evaluate(spark, new EvaluationJob(arguments), progress));
	}

	private static BatchOutcome evaluate(final SparkStart spark, final EvaluationJob job, final Progress progress) {
		final WorkPlan plan = job.plan(progress);
		final ItemStore store = job.store();
		plan.begin(store);
		new SparkRunner(spark.context(), job, progress::message).run(plan, store);
		return new EvaluationMerge(plan, store, job.options().outputFolder(), progress).run();
	}
}
