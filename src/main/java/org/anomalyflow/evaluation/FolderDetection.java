package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;

import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.inference.DriftWatch;
import org.anomalyflow.inference.VerdictListener;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.Progress;

/**
 * Judges all images of a folder and writes the tables as it goes. An image that cannot be read, or has vanished since the
 * folder was listed, does not stop the others.
 */
public final class FolderDetection {

	private static final String STAGE = "Detecting";
	private static final String JOURNAL = Journal.PREFIX + "finished";

	/** What an image gave, and whether the journal does not know it yet. */
	private record Known(String key, Judged judged, boolean isFresh) {}

	private final PictureJudge judge;
	private final FolderOptions options;
	private final Progress progress;
	private final VerdictListener listener;
	private final String fingerprint;
	private final SkippedImages skipped;

	/**
	 * @param context where to compute; owns the model's memory
	 * @param bundle the model
	 * @param options the user's choices
	 * @param progress told what is done
	 * @param listener told of every verdict
	 */
	public FolderDetection(final ComputeContext context, final ModelBundle bundle, final FolderOptions options, final Progress progress,
		final VerdictListener listener)
	{
		this.listener = listener;
		this.options = options;
		this.progress = progress;
		skipped = new SkippedImages(progress);
		judge = new PictureJudge(context, bundle, options, progress);
		fingerprint = fingerprint(bundle.info(), options, context.precision().toString());
	}

	/** All that a verdict depends on besides the image. */
	static String fingerprint(final ModelInfo model, final FolderOptions options, final String precision) {
		return Digests.sha256(model.training().fingerprint() + model.calibration() + model.accept() + model.preprocessing().tile() +
			options.detection() + options.detection().area().stamp() + options.outputs() + precision);
	}

	/** Names an image as it is. */
	static String key(final String folder, final Path file, final String name) {
		return folder + "|" + name + "|" + Digests.sha256(file);
	}

	/**
	 * Judges the images and writes the tables and pictures.
	 *
	 * @throws AnomalyFlowException if the folder cannot be read or has no image, or results cannot be written
	 * @throws CancelledException if the user stopped; finished images are kept for the next time
	 */
	public BatchOutcome run() {
		final FolderListing listing = FolderListing.of(options, progress);
		final Journal<Judged> journal = new Journal<>(options.outputFolder().resolve(JOURNAL), fingerprint, options.resume(), Judged.class);
		final DriftWatch watch = judge.driftWatch();
		listener.began(judge.imageThresholds());
		try (FolderTally tally = new FolderTally(options.outputFolder(), options.outputs().tables(), watch)) {
			listing.unreadable().forEach(tally::fail);
			int done = 0;
			try (WriteBehind behind = new WriteBehind()) {
				for (final Path file : listing.names().keySet()) {
					progress.checkCancelled(STAGE);
					final Supplier<Known> judging = judge(file, listing.names().get(file), journal, tally, behind);
					behind.next(() -> settle(file, judging, journal, tally).ifPresent(judged -> {
						tally.add(judged);
						listener.judged(judged.verdict(file, watch), judged.detection());
					}));
					progress.update(STAGE, ++done, listing.names().size(), file.getFileName().toString());
				}
			}
			skipped.end();
			return tally.outcome();
		}
		finally {
			listener.ended();
		}
	}

	/** Judges an image, unless the same one was judged before and all that it gave is still there. */
	private Supplier<Known> judge(final Path file, final String name, final Journal<Judged> journal, final FolderTally tally,
		final WriteBehind behind)
	{
		try {
			final String key = key(options.inputFolder().toAbsolutePath().normalize().toString(), file, name);
			final Judged before = journal.get(key);
			if (before != null) {
				tally.skip();
				return () -> new Known(key, before, false);
			}
			final Supplier<Judged> fresh = judge.judge(file, name, behind);
			return () -> new Known(key, fresh.get(), true);
		}
		catch (final CancelledException e) {
			throw e;
		}
		catch (final AnomalyFlowException e) {
			return () -> {
				throw e;
			};
		}
	}

	/** What an image gave, once its pictures are written; empty if it fails. */
	private Optional<Judged> settle(final Path file, final Supplier<Known> judging, final Journal<Judged> journal, final FolderTally tally) {
		final Known known;
		try {
			known = judging.get();
		}
		catch (final CancelledException e) {
			throw e;
		}
		catch (final AnomalyFlowException e) {
			final String image = OutputNames.relative(options.inputFolder(), file);
			tally.fail(image, e.getMessage());
			listener.failed(file, image, e.getMessage());
			skipped.tell(file.getFileName().toString(), e);
			return Optional.empty();
		}
		final Judged judged = known.judged();
		return Optional.of(known.isFresh() ? journal.put(known.key(), judged).freshAs(judged) : judged);
	}
}
