package org.anomalyflow.distributed;

import java.util.List;
import java.util.Optional;

import org.anomalyflow.util.Progress;

/** Does the items of one shard, in this process. */
public final class ShardRunner implements WorkRunner {

	private final Shard shard;
	private final Work work;
	private final boolean resume;
	private final Progress progress;

	/**
	 * @param shard which items
	 * @param work does them
	 * @param resume whether what is in the store need not be done again
	 * @param progress told what is done
	 */
	public ShardRunner(final Shard shard, final Work work, final boolean resume, final Progress progress) {
		this.shard = shard;
		this.work = work;
		this.resume = resume;
		this.progress = progress;
	}

	@Override
	public void run(final WorkPlan plan, final ItemStore store) {
		final String stage = "Shard " + shard;
		final List<WorkItem> items = plan.items().stream().filter(shard::has).toList();
		for (int i = 0; i < items.size(); i++) {
			progress.checkCancelled(stage);
			final WorkItem item = items.get(i);
			final String name = plan.resultOf(item);
			store.put(name, work.run(item, resume ? store.get(name) : Optional.empty()));
			progress.update(stage, i + 1L, items.size(), "");
		}
	}
}
