package org.anomalyflow.evaluation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.distributed.ItemStore;
import org.anomalyflow.distributed.WorkItem;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.inference.DriftWatch;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.Progress;

/** Puts the results of a folder's items together: the tables are those that a single process would have written. */
public final class FolderMerge {

	private final WorkPlan plan;
	private final ItemStore store;
	private final Path output;
	private final FolderFiles files;
	private final Progress progress;

	/**
	 * @param plan all items
	 * @param store their results
	 * @param output where the tables go
	 * @param files knows whether a picture is missing
	 * @param progress told what could not be looked at
	 */
	public FolderMerge(final WorkPlan plan, final ItemStore store, final Path output, final FolderFiles files, final Progress progress) {
		this.plan = plan;
		this.store = store;
		this.output = output;
		this.files = files;
		this.progress = progress;
	}

	/** Writes the tables. Images that are not judged yet are rows of {@code errors.csv}, and the shards that lack them are named. */
	public BatchOutcome run() {
		final MissingShards missing = new MissingShards(plan.shards(), "image");
		try (FolderTally tally = new FolderTally(output, plan.settings().get("tables").getAsBoolean(), watch())) {
			plan.settings().getAsJsonObject("unreadable").entrySet()
				.forEach(folder -> tally.fail(folder.getKey(), folder.getValue().getAsString()));
			for (final WorkItem item : plan.items()) {
				progress.checkCancelled("Merging");
				add(item, tally, missing);
				progress.update("Merging", item.number() + 1L, plan.items().size(), "");
			}
			return missing.addTo(tally.outcome());
		}
	}

	private void add(final WorkItem item, final FolderTally tally, final MissingShards missing) {
		final Map<String, FolderWork.Entry> entries = FolderWork.Result.entries(store.get(plan.resultOf(item))).stream()
			.collect(Collectors.toMap(FolderWork.Entry::image, Function.identity(), (first, second) -> second));
		for (final List<String> part : item.parts()) {
			final FolderWork.Entry entry = entries.get(part.get(0));
			if (entry != null && entry.judged() == null)
				tally.fail(entry.image(), entry.error());
			else if (entry != null && FolderWork.isThere(entry.judged(), files))
				tally.add(entry.judged());
			else
				tally.fail(part.get(0), missing.add(item));
		}
	}

	private DriftWatch watch() {
		final Path model = Path.of(plan.settings().get("model").getAsString());
		if (Files.isRegularFile(model))
			return new DriftWatch(BundleFile.read(model).info().calibration().data());
		progress.message("The model " + model + " cannot be seen from here, so drift is not looked for.");
		return new DriftWatch(null);
	}
}
