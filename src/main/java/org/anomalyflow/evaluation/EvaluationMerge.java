package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.Optional;

import org.anomalyflow.distributed.ItemStore;
import org.anomalyflow.distributed.WorkItem;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.Progress;

/** Puts the runs of an evaluation together: tables and report are those that a single process would have written. */
public final class EvaluationMerge {

	private final WorkPlan plan;
	private final ItemStore store;
	private final Path output;
	private final FolderFiles files;
	private final Progress progress;

	/**
	 * @param plan all runs
	 * @param store their results
	 * @param output where curves and pictures are and tables go
	 * @param progress told what is done
	 */
	public EvaluationMerge(final WorkPlan plan, final ItemStore store, final Path output, final Progress progress) {
		this(plan, store, output, FolderFiles.of(output, output), progress);
	}

	/**
	 * As above, where what the runs have written lies elsewhere.
	 *
	 * @param files says which of it is there
	 */
	public EvaluationMerge(final WorkPlan plan, final ItemStore store, final Path output, final FolderFiles files, final Progress progress) {
		this.files = files;
		this.plan = plan;
		this.store = store;
		this.output = output;
		this.progress = progress;
	}

	/** Writes tables and report. Runs that are not finished yet are rows of {@code errors.csv}, and their shards are named. */
	public BatchOutcome run() {
		final MissingShards missing = new MissingShards(plan.shards(), "run");
		try (EvaluationTables tables = new EvaluationTables(output, Path.of(plan.settings().get("dataset").getAsString()),
			Protocol.of(plan.settings().get("protocol").getAsString())))
		{
			for (final WorkItem item : plan.items()) {
				progress.checkCancelled("Merging");
				final String run = item.parts().get(0).get(0);
				final Optional<EvaluationWork.Entry> entry = EvaluationWork.Entry.of(store.get(plan.resultOf(item)));
				if (entry.isPresent() && entry.get().finished() == null)
					tables.fail(run, entry.get().error());
				else if (entry.isPresent() && EvaluationWork.isThere(entry.get().finished(), files))
					tables.add(run, entry.get().finished());
				else
					tables.fail(run, missing.add(item));
			}
			return missing.addTo(tables.write().outcome());
		}
	}
}
