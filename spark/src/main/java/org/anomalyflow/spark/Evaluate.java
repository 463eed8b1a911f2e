package org.anomalyflow.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

import org.anomalyflow.distributed.ItemStore;
import org.anomalyflow.distributed.WorkItem;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.evaluation.EvaluationMerge;
import org.anomalyflow.evaluation.EvaluationOptions;
import org.anomalyflow.evaluation.EvaluationWork;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.Progress;

/**
 * {@code evaluate} on a cluster: {@code spark-submit --class org.anomalyflow.spark.Evaluate anomaly-flow-spark.jar --dataset URI
 * --output-folder URI}, and the further parameters of {@code evaluate}. Each category, detector and seed is a task. The output
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
			(arguments, spark, progress) -> evaluate(spark, new EvaluationJob(arguments, spark::hadoop), progress));
	}

	private static BatchOutcome evaluate(final SparkStart spark, final EvaluationJob job, final Progress progress) {
		try (Scratch scratch = new Scratch()) {
			final Location output = job.outputLocation();
			final EvaluationOptions options = job.options(output.isPath() ? output.path() : scratch.folder("out"));
			final WorkPlan plan = job.plan(options, progress);
			final ItemStore store = job.store();
			plan.begin(store);
			new SparkRunner(spark.context(), job, progress::message).run(plan, store);
			if (output.isPath())
				return told(new EvaluationMerge(plan, store, output.path(), progress).run(), output.path(), options, job);
			return mergeElsewhere(job, plan, store, options, progress);
		}
	}

	/** What runs have written is fetched for the report, but for their models; what the merge writes is copied. */
	private static BatchOutcome mergeElsewhere(final EvaluationJob job, final WorkPlan plan, final ItemStore store,
		final EvaluationOptions options, final Progress progress)
	{
		final RemoteFolder remote = job.output();
		final Path tables = options.outputFolder();
		final Set<String> fetched = new HashSet<>();
		for (final WorkItem item : plan.items())
			for (final String file : EvaluationWork.written(store.get(plan.resultOf(item)).orElse("null")))
				if (!file.endsWith(".aflow") && fetched.add(file))
					fetch(remote, file, tables);
		final BatchOutcome outcome = new EvaluationMerge(plan, store, tables, EvaluationWorker.files(tables, Optional.of(remote)), progress)
			.run();
		final BatchOutcome told = told(outcome, tables, options, job);
		if (outcome.errors() == null)
			remote.delete("errors.csv");
		fetched.forEach(file -> tables.resolve(file).toFile().delete());
		remote.putAll(tables);
		return new BatchOutcome(told.items(), told.failed(), told.errors(),
			told.summary().replace(tables.toString(), job.outputLocation().text()));
	}

	/** What has vanished is named by the merge. */
	private static void fetch(final RemoteFolder remote, final String file, final Path tables) {
		try {
			remote.fetch(file, tables.resolve(file));
		}
		catch (final AnomalyFlowException e) {
			tables.resolve(file).toFile().delete();
		}
	}

	/** The report names the data set, not its copy. */
	private static BatchOutcome told(final BatchOutcome outcome, final Path tables, final EvaluationOptions options,
		final EvaluationJob job)
	{
		final Path report = tables.resolve("report.html");
		if (!job.datasetLocation().isPath() && Files.exists(report))
			try {
				Files.writeString(report,
					Files.readString(report).replace(options.dataset().toAbsolutePath().normalize().toString(), job.datasetLocation().text()));
			}
			catch (final IOException e) {
				throw new UncheckedIOException(e);
			}
		return outcome;
	}
}
