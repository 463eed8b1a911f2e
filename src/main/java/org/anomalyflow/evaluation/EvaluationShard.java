package org.anomalyflow.evaluation;

import java.util.List;

import org.anomalyflow.distributed.FolderStore;
import org.anomalyflow.distributed.Shard;
import org.anomalyflow.distributed.ShardRunner;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/** One shard of the runs of an evaluation, of which {@link EvaluationMerge} makes tables and report. */
public final class EvaluationShard {

	private final EvaluationOptions options;
	private final Shard shard;
	private final EvaluationWork work;
	private final Progress progress;

	/**
	 * Looks at the data set.
	 *
	 * @param context where to compute
	 * @param options the user's choices
	 * @param shard which part of the runs
	 * @param progress told what is done
	 * @throws AnomalyFlowException if the data set is not usable at all, or weights are missing
	 */
	public EvaluationShard(final ComputeContext context, final EvaluationOptions options, final Shard shard, final Progress progress) {
		this.options = options;
		this.shard = shard;
		this.progress = progress;
		work = new EvaluationWork(context, options, progress);
	}

	/**
	 * Trains and measures. Runs that fail are told here and become rows of {@code errors.csv} in the merge.
	 *
	 * @throws AnomalyFlowException if results cannot be written, or all runs of the shard fail
	 * @throws CancelledException if the user stopped; finished runs are kept for the next time
	 */
	public BatchOutcome run() {
		final FolderStore store = new FolderStore(options.outputFolder());
		final WorkPlan plan = work.plan(shard.count());
		plan.begin(store);
		new ShardRunner(shard, work, options.resume(), progress).run(plan, store);
		final List<EvaluationWork.Entry> entries = plan.items().stream().filter(shard::has)
			.flatMap(item -> EvaluationWork.Entry.of(store.get(plan.resultOf(item))).stream()).toList();
		final List<EvaluationWork.Entry> failed = entries.stream().filter(entry -> entry.finished() == null).toList();
		if (!entries.isEmpty() && failed.size() == entries.size())
			throw new AnomalyFlowException("All " + failed.size() + " runs of shard " + shard + " failed. " + failed.get(0).error());
		return new BatchOutcome(entries.size(), 0, null,
			"Shard " + shard + ": " + (entries.size() - failed.size()) + " runs finished" +
				(failed.isEmpty() ? "" : ", " + failed.size() + " failed and will be named by the merge") + "." + System.lineSeparator() +
				"When all " + shard.count() + " shards are done: merge with output_folder=" + options.outputFolder());
	}
}
