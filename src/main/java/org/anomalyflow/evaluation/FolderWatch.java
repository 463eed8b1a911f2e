package org.anomalyflow.evaluation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.inference.PictureVerdict;
import org.anomalyflow.inference.VerdictListener;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.FileLocker;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.util.Progress;

/**
 * Judges the pictures of a folder as they arrive, and writes the tables as it goes, until it is ended. A verdict stands: another
 * watch with the same output folder goes on behind the last picture, also after a crash, with whatever model it is given.
 */
public final class FolderWatch {

	private static final String STAGE = "Watching";
	private static final long POLL_MILLIS = 500;
	private static final double NANOS_IN_MILLI = 1e6;

	private final WatchOptions options;
	private final FolderOptions folder;
	private final Progress progress;
	private final VerdictListener listener;
	private final Map<String, Integer> decisions = new TreeMap<>();
	private final long begin = System.nanoTime();
	private boolean toldDrift;

	/**
	 * @param options the user's choices
	 * @param progress told what is done
	 * @param listener told of every verdict
	 */
	public FolderWatch(final WatchOptions options, final Progress progress, final VerdictListener listener) {
		this.options = options;
		this.progress = progress;
		this.listener = listener;
		folder = options.folder();
	}

	/**
	 * Watches until the time is over, the stop file appears or the listener has enough.
	 *
	 * @param engine makes a place to compute, each time the model has changed
	 * @throws AnomalyFlowException if there is no such folder at the beginning, or results cannot be written
	 * @throws CancelledException if the user stopped
	 */
	public BatchOutcome run(final Supplier<ComputeContext> engine) {
		if (!Files.isDirectory(folder.inputFolder()))
			throw new InvalidParameterException("input_folder", folder.inputFolder(),
				(Files.exists(folder.inputFolder()) ? "this is not a folder" : "there is no such folder") +
					". Give the folder that pictures arrive in");
		options.stopFile().filter(Files::exists).ifPresent(file -> {
			throw new InvalidParameterException("stop_file", file, "it is there already. Delete it: the watch ends when it appears");
		});
		final WatchLog log = new WatchLog(folder.outputFolder(), folder.resume());
		try (WatchedModel model = new WatchedModel(engine, folder, progress);
			ErrorTable errors = new ErrorTable(folder.outputFolder(), "image", log.errors());
			FolderTables tables = FolderTables.open(folder.outputFolder(), folder.outputs().tables(), log.tables());
			RejectQueue rejected = new RejectQueue(options.onReject(), progress::message))
		{
			log.replay(model.fingerprint(), model.drift());
			listener.began(model.judge().imageThresholds());
			progress.message("Watching " + folder.inputFolder() + ". Results: " + folder.outputFolder());
			try {
				watch(model, new Work(log, errors, tables, rejected));
			}
			catch (final CancelledException e) {
				progress.message(summary(errors));
				throw e;
			}
			finally {
				listener.ended();
			}
			return new BatchOutcome(judged() + errors.count(), errors.count(), errors.file(), summary(errors));
		}
	}

	/** Where verdicts go. */
	private record Work(WatchLog log, ErrorTable errors, FolderTables tables, RejectQueue rejected) {}

	private void watch(final WatchedModel model, final Work work) {
		final Arrivals arrivals = new Arrivals(folder, work.log(), options.settle(), progress::message, System::nanoTime);
		long due = System.nanoTime();
		while (!isOver()) {
			progress.checkCancelled(STAGE);
			if (System.nanoTime() - due >= 0) {
				final long start = System.nanoTime();
				arrivals.look().forEach(file -> fail(file, arrivals, work, "It was gone before it was judged."));
				// a folder that takes long to list is not listed all the time
				due = System.nanoTime() + Math.max(poll(), 4 * (System.nanoTime() - start));
			}
			final var next = arrivals.next();
			if (next.isPresent())
				judge(next.get(), arrivals, model, work);
			else
				FileLocker.pause(Math.max(1, Math.min((long) (poll() / NANOS_IN_MILLI), millisLeft())), STAGE, progress);
		}
	}

	private long poll() {
		return (long) Math.min(POLL_MILLIS * NANOS_IN_MILLI, options.settle().toNanos() / 2.0);
	}

	private boolean isOver() {
		return listener.isOver() || millisLeft() <= 0 || options.stopFile().filter(Files::exists).isPresent();
	}

	private long millisLeft() {
		return options.end().map(end -> (end.toNanos() - (System.nanoTime() - begin)) / (long) NANOS_IN_MILLI).orElse(Long.MAX_VALUE);
	}

	private void judge(final Path file, final Arrivals arrivals, final WatchedModel model, final Work work) {
		if (model.refresh())
			listener.began(model.judge().imageThresholds());
		final Judged result;
		try {
			result = model.judge().judge(file, arrivals.name(file));
		}
		catch (final CancelledException e) {
			throw e;
		}
		catch (final AnomalyFlowException e) {
			if (Files.exists(file) && arrivals.isHopeless(file)) {
				arrivals.done(file);
				fail(file, arrivals, work, e.getMessage());
			}
			return;
		}
		// what was written to meanwhile was read half
		if (Files.exists(file) && !arrivals.isUnchanged(file))
			return;
		work.tables().add(result.images(), result.regions());
		result.addTo(model.drift());
		work.log().add(arrivals.image(file), arrivals.stampOf(file), model.fingerprint(), result.watched(), work.tables().lengths(),
			work.errors().length());
		arrivals.done(file);
		tell(result.verdict(file, model.drift()), result, model, work);
		progress.update(STAGE, judged(), judged() + arrivals.waiting() + 1L, arrivals.image(file));
	}

	private void tell(final PictureVerdict verdict, final Judged result, final WatchedModel model, final Work work) {
		decisions.merge(verdict.decision(), 1, Integer::sum);
		listener.judged(verdict, result.detection());
		work.rejected().take(verdict);
		if (verdict.drifted() && !toldDrift)
			progress.message(model.drift().report());
		toldDrift = verdict.drifted();
	}

	private void fail(final Path file, final Arrivals arrivals, final Work work, final String error) {
		final String image = arrivals.image(file);
		work.errors().add(image, error);
		work.log().addErrors(work.errors().length());
		listener.failed(file, image, error);
		progress.message("Skipped " + image + ": " + error);
	}

	private int judged() {
		return decisions.values().stream().mapToInt(Integer::intValue).sum();
	}

	private String summary(final ErrorTable errors) {
		final StringBuilder text = new StringBuilder("Judged " + judged() + (judged() == 1 ? " picture" : " pictures"));
		decisions.forEach((verdict, count) -> text.append(text.indexOf(":") < 0 ? ": " : ", ").append(count).append(' ').append(verdict));
		if (errors.count() > 0)
			text.append("; ").append(errors.count()).append(" could not be judged");
		return text.append(". Results: ").append(folder.outputFolder()).toString();
	}
}
