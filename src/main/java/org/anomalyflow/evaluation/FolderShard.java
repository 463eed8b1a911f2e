package org.anomalyflow.evaluation;

import java.util.List;

import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.distributed.FolderStore;
import org.anomalyflow.distributed.Shard;
import org.anomalyflow.distributed.ShardRunner;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/** One shard of the images of a folder: pictures and results, of which {@link FolderMerge} makes the tables. */
public final class FolderShard {

	private final FolderOptions options;
	private final Shard shard;
	private final FolderWork work;
	private final WorkPlan plan;
	private final Progress progress;

	/**
	 * Lists the input folder.
	 *
	 * @param context where to compute; owns the model's memory
	 * @param bundle the model
	 * @param options the user's choices
	 * @param shard which part of the images
	 * @param progress told what is done
	 * @throws AnomalyFlowException if the folder cannot be read or has no image
	 */
	public FolderShard(final ComputeContext context, final ModelBundle bundle, final FolderOptions options, final Shard shard,
		final Progress progress)
	{
		this.options = options;
		this.shard = shard;
		this.progress = progress;
		plan = FolderWork.plan(bundle, options, context.precision().toString(), shard.count(), progress);
		work = new FolderWork(context, bundle, options, FolderFiles.of(options.inputFolder(), options.outputFolder()),
			FolderWork.source(options), progress);
	}

	/**
	 * Judges the images. Those that cannot be judged are told here and become rows of {@code errors.csv} in the merge; they are no
	 * failure of the shard, which doing it again would not mend.
	 *
	 * @throws AnomalyFlowException if results cannot be written, or no image can be judged
	 * @throws CancelledException if the user stopped; finished images are kept for the next time
	 */
	public BatchOutcome run() {
		final FolderStore store = new FolderStore(options.outputFolder());
		plan.begin(store);
		new ShardRunner(shard, work, options.resume(), progress).run(plan, store);
		final List<FolderWork.Entry> entries = plan.items().stream().filter(shard::has)
			.flatMap(item -> FolderWork.Result.entries(store.get(plan.resultOf(item))).stream()).toList();
		final List<FolderWork.Entry> failed = entries.stream().filter(entry -> entry.judged() == null).toList();
		if (!entries.isEmpty() && failed.size() == entries.size())
			throw new AnomalyFlowException(
				"None of the " + failed.size() + " images of shard " + shard + " can be judged. " + failed.get(0).error());
		return new BatchOutcome(entries.size(), 0, null,
			"Shard " + shard + ": " + (entries.size() - failed.size()) + " images judged" +
				(failed.isEmpty() ? "" : ", " + failed.size() + " cannot be judged and will be named by the merge") + "." + System.lineSeparator() +
				"When all " + shard.count() + " shards are done: merge with output_folder=" + options.outputFolder());
	}
}
