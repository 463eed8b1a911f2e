package org.anomalyflow.spark;

import java.nio.file.Path;

import org.anomalyflow.distributed.ItemStore;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.evaluation.FolderFiles;
import org.anomalyflow.evaluation.FolderMerge;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.Progress;

/**
 * {@code detect-folder} on a cluster: {@code spark-submit --class org.anomalyflow.spark.DetectFolder anomaly-flow-spark.jar
 * --input-folder URI --output-folder URI --model-file URI}, and the further parameters of {@code detect-folder}. The output
 * folder holds what that command would have written, but for times.
 */
public final class DetectFolder {

	private DetectFolder() {}

	/** Runs and ends the process with the exit code of {@code detect-folder}. */
	public static void main(final String[] args) {
		System.exit(run(args));
	}

	/** As {@link #main}; returns the exit code. */
	static int run(final String... args) {
		return Program.run("Anomaly Flow, detect-folder", org.anomalyflow.command.DetectFolder.class, args,
			(arguments, spark, progress) -> detect(spark, new FolderJob(arguments, spark::hadoop), progress));
	}

	private static BatchOutcome detect(final SparkStart spark, final FolderJob job, final Progress progress) {
		final WorkPlan plan = job.plan(progress);
		final ItemStore store = job.store();
		plan.begin(store);
		new SparkRunner(spark.context(), job, progress::message).run(plan, store);
		if (job.outputLocation().isPath()) {
			final Path output = job.outputLocation().path();
			return new FolderMerge(plan, store, output, FolderFiles.of(output, output), progress).run();
		}
		try (Scratch scratch = new Scratch()) {
			return mergeElsewhere(job, plan, store, scratch.folder("out"), progress);
		}
	}

	/** The tables are written here, then copied; that pictures are there the executors have just seen. */
	private static BatchOutcome mergeElsewhere(final FolderJob job, final WorkPlan plan, final ItemStore store, final Path tables,
		final Progress progress)
	{
		final BatchOutcome outcome = new FolderMerge(plan, store, tables, new FolderFiles() {

			@Override
			public Path fetch(final String image) {
				return Path.of(image);
			}

			@Override
			public boolean has(final String file, final long size) {
				return true;
			}
		}, progress).run();
		if (outcome.errors() == null)
			job.output().delete("errors.csv");
		job.output().putAll(tables);
		return new BatchOutcome(outcome.items(), outcome.failed(), outcome.errors(),
			outcome.summary().replace(tables.toString(), job.outputLocation().text()));
	}
}
