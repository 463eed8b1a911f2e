package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.dataset.PassedOver;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.image.ImageFiles;
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

	private final PictureJudge judge;
	private final FolderOptions options;
	private final Progress progress;
	private final VerdictListener listener;
	private final String fingerprint;
	private final Map<Object, Integer> decisions = new TreeMap<>();
	private int skipped;

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
		this.options = options;
		this.progress = progress;
		this.listener = listener;
		judge = new PictureJudge(context, bundle, options, progress);
		fingerprint = Digests.sha256(
			bundle.info().training().fingerprint() + bundle.info().calibration() + bundle.info().accept() + bundle.info().preprocessing().tile() +
				options.detection() + options.detection().area().stamp() + options.outputs() + context.precision());
	}

	/**
	 * Judges the images and writes the tables and pictures.
	 *
	 * @throws AnomalyFlowException if the folder cannot be read or has no image, or results cannot be written
	 * @throws CancelledException if the user stopped; finished images are kept for the next time
	 */
	public BatchOutcome run() {
		final Path input = options.inputFolder();
		final Path output = options.outputFolder();
		final ImageFolder found = ImageFolder.list(input, options.recursive());
		final List<Path> files = found.images();
		final Optional<String> rest = PassedOver.in(input, options.recursive(), files).sentence();
		if (files.isEmpty())
			throw new AnomalyFlowException(
				"There are no images in " + input + (options.recursive() ? "" : " itself; with recursive=true subfolders are searched, too") +
					". " + rest.map(text -> text + " ").orElse("") + "Give a folder with images (" + ImageFiles.extensions() + ").");
		rest.ifPresent(progress::message);
		final Journal<Judged> journal = new Journal<>(output.resolve(JOURNAL), fingerprint, options.resume(), Judged.class);
		final Map<Path, String> names = OutputNames.of(input, files);
		final DriftWatch watch = judge.driftWatch();
		listener.began(judge.imageThresholds());
		try (ErrorTable errors = new ErrorTable(output, "image"); FolderTables tables = FolderTables.open(options)) {
			found.unreadable()
				.forEach((folder, reason) -> errors.add(OutputNames.relative(input, folder), "This folder cannot be listed: " + reason));
			for (int i = 0; i < files.size(); i++) {
				progress.checkCancelled(STAGE);
				final Path file = files.get(i);
				judge(file, names.get(file), journal, errors).ifPresent(result -> add(file, result, tables, watch));
				progress.update(STAGE, i + 1L, files.size(), file.getFileName().toString());
			}
			return new BatchOutcome(files.size() + found.unreadable().size(), errors.count(), errors.file(),
				summary() + (watch.report().isEmpty() ? "" : watch.report() + System.lineSeparator()) + "Results: " + output);
		}
		finally {
			listener.ended();
		}
	}

	/** Judges an image, unless the same one was judged before and all that it gave is still there; empty if it fails. */
	private Optional<Judged> judge(final Path file, final String name, final Journal<Judged> journal, final ErrorTable errors) {
		final String key;
		final Judged fresh;
		try {
			key = options.inputFolder().toAbsolutePath().normalize() + "|" + name + "|" + Digests.sha256(file);
			final Judged before = journal.get(key);
			if (before != null) {
				skipped++;
				return Optional.of(before);
			}
			fresh = judge.judge(file, name);
		}
		catch (final CancelledException e) {
			throw e;
		}
		catch (final AnomalyFlowException e) {
			final String image = OutputNames.relative(options.inputFolder(), file);
			errors.add(image, e.getMessage());
			listener.failed(file, image, e.getMessage());
			progress.message("Skipped " + file.getFileName() + ": " + e.getMessage());
			return Optional.empty();
		}
		journal.put(key, fresh);
		return Optional.of(fresh);
	}

	private void add(final Path file, final Judged result, final FolderTables tables, final DriftWatch watch) {
		tables.add(result.images(), result.regions());
		result.images().forEach(row -> decisions.merge(FolderTables.decision(row), 1, Integer::sum));
		result.addTo(watch);
		listener.judged(result.verdict(file, watch), result.detection());
	}

	private String summary() {
		final StringBuilder text = new StringBuilder(
			"Judged " + decisions.values().stream().mapToInt(Integer::intValue).sum() + " images or slices:");
		decisions.forEach((verdict, count) -> text.append(' ').append(count).append(' ').append(verdict));
		if (skipped > 0)
			text.append(" (").append(skipped).append(" files were finished before)");
		return text.append(System.lineSeparator()).toString();
	}
}
