package org.anomalyflow.evaluation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;

import org.anomalyflow.distributed.FolderStore;
import org.anomalyflow.distributed.Work;
import org.anomalyflow.distributed.WorkItem;
import org.anomalyflow.distributed.WorkPlan;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.FileLocker;
import org.anomalyflow.util.Progress;

/**
 * An evaluation as a work that several processes share. An item is one run: a category, a detector and a seed; it is named as in
 * the tables.
 */
public final class EvaluationWork implements Work {

	/** The kind of such plans. */
	public static final String KIND = "evaluate";

	private static final int DIGITS = 16;

	/** What came of a run; without {@code finished} it failed. */
	record Entry(String key, Evaluator.Finished finished, String error) {

		/** Reads a result; empty if there is none, or one that nobody has written whole. */
		static Optional<Entry> of(final Optional<String> text) {
			try {
				return text.map(json -> Journal.GSON.fromJson(json, Entry.class));
			}
			catch (final JsonParseException e) {
				return Optional.empty();
			}
		}
	}

	private final Evaluator evaluator;
	private final EvaluationOptions options;
	private final Progress progress;
	private final Evaluator.Plan plan;
	private final Map<String, Evaluator.PlannedRun> runs;
	private final FolderFiles files;

	/**
	 * Looks at the data set.
	 *
	 * @param context where to compute
	 * @param options the user's choices
	 * @param progress told what the data set holds and what is done
	 * @throws AnomalyFlowException if the data set is not usable at all, or weights are missing
	 */
	public EvaluationWork(final ComputeContext context, final EvaluationOptions options, final Progress progress) {
		this(context, options, FolderFiles.of(options.dataset(), options.outputFolder()), progress);
	}

	/**
	 * As above, where finished outputs lie elsewhere.
	 *
	 * @param files says which are there; the runs write into the output folder of the options
	 */
	public EvaluationWork(final ComputeContext context, final EvaluationOptions options, final FolderFiles files, final Progress progress) {
		this.options = options;
		this.files = files;
		this.progress = progress;
		evaluator = new Evaluator(context, options, progress);
		plan = evaluator.plan();
		runs = plan.runs().stream().collect(Collectors.toMap(Evaluator.PlannedRun::name, Function.identity()));
	}

	/**
	 * All runs.
	 *
	 * @param shards how many parts the work is cut into; 0 if one program has all of it done
	 */
	public WorkPlan plan(final int shards) {
		final JsonObject settings = new JsonObject();
		settings.addProperty("dataset", options.dataset().toAbsolutePath().normalize().toString());
		settings.addProperty("protocol", options.protocol().label());
		return new WorkPlan(KIND, evaluator.settings(plan), shards, settings,
			WorkPlan.single(plan.runs().stream().map(run -> List.of(run.name())).toList()));
	}

	/** @throws CancelledException if the user stopped; an unfinished training goes on the next time */
	@Override
	public String run(final WorkItem item, final Optional<String> before) {
		final Evaluator.PlannedRun run = runs.get(item.parts().get(0).get(0));
		try {
			plan.requireUsable(run);
			final String key = evaluator.key(run);
			final Optional<Entry> known = Entry.of(before).filter(
				entry -> entry.finished() != null && key.equals(entry.key()) && entry.finished().whole() && isThere(entry.finished(), files));
			if (known.isPresent()) {
				progress.message(run.name() + " was finished before.");
				return before.orElseThrow();
			}
			return Journal.GSON.toJson(new Entry(key, evaluate(run), null));
		}
		catch (final CancelledException e) {
			throw e;
		}
		catch (final AnomalyFlowException e) {
			progress.message(run.name() + " failed: " + e.getMessage());
			return Journal.GSON.toJson(new Entry(null, null, e.getMessage()));
		}
	}

	/** Whether all that was written of a run is there. */
	static boolean isThere(final Evaluator.Finished finished, final FolderFiles files) {
		return finished.written().stream().allMatch(written -> files.has(written.file(), written.size()));
	}

	/**
	 * What a run has written.
	 *
	 * @param result of its item
	 * @return paths in the output folder, with slashes; none if it failed
	 */
	public static List<String> written(final String result) {
		return Entry.of(Optional.of(result)).map(Entry::finished).map(finished -> finished.written().stream().map(Written::file).toList())
			.orElse(List.of());
	}

	/** Two processes with the same run train one after the other, and the second one finds the model trained. */
	private Evaluator.Finished evaluate(final Evaluator.PlannedRun run) {
		final String name = FolderStore.NAME + "/trained-" + Digests.sha256(run.modelName()).substring(0, DIGITS);
		final Path lock = options.outputFolder().resolve(name + ".lock").toAbsolutePath();
		try {
			Files.createDirectories(lock.getParent());
			try (FileLocker held = FileLocker.acquire(lock, run.name(), progress)) {
				return evaluator.evaluate(run, evaluator.journal(name, Evaluator.Trained.class));
			}
		}
		catch (final IOException e) {
			// a folder of a network that knows no locks: then both train, with equal results
			return evaluator.evaluate(run, evaluator.journal(name, Evaluator.Trained.class));
		}
	}
}
