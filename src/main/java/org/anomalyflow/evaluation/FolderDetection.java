package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.dataset.ImageFolder;
import org.anomalyflow.dataset.PassedOver;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.inference.DriftWatch;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.Thresholder;
import org.anomalyflow.inference.SliceDetection;
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

	/** The table rows of one finished image. */
	private static final class Finished implements Journal.Item {

		private List<List<Object>> images;
		private List<List<Object>> regions;
		/** What drift is seen in: of each slice score and unlikeness; nothing if they cannot be compared. */
		private List<List<Double>> watched;
		private List<Written> written;

		@Override
		public List<Written> written() {
			return written;
		}
	}

	/** What an image gave, and whether the journal does not know it yet. */
	private record Judged(String key, Finished result, boolean isFresh) {}

	private final Thresholder inspector;
	private final FolderOptions options;
	private final Progress progress;
	private final String fingerprint;
	private final Map<Object, Integer> decisions = new TreeMap<>();
	private int skipped;

	/**
	 * @param context where to compute; owns the model's memory
	 * @param bundle the model
	 * @param options the user's choices
	 * @param progress told what is done
	 */
	public FolderDetection(final ComputeContext context, final ModelBundle bundle, final FolderOptions options, final Progress progress) {
		this.options = options;
		this.progress = progress;
		inspector = new Thresholder(context, bundle, options.detection());
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
		final Journal<Finished> journal = new Journal<>(output.resolve(JOURNAL), fingerprint, options.resume(), Finished.class);
		final Map<Path, String> names = OutputNames.of(input, files);
		final DriftWatch watch = inspector.driftWatch();
		try (ErrorTable errors = new ErrorTable(output, "image"); FolderTables tables = FolderTables.open(options)) {
			found.unreadable()
				.forEach((folder, reason) -> errors.add(OutputNames.relative(input, folder), "This folder cannot be listed: " + reason));
			try (WriteBehind behind = new WriteBehind()) {
				for (int i = 0; i < files.size(); i++) {
					progress.checkCancelled(STAGE);
					final Path file = files.get(i);
					final Supplier<Judged> judged = judge(file, names.get(file), journal, behind);
					behind.next(() -> settle(file, judged, journal, errors).ifPresent(result -> add(result, tables, watch)));
					progress.update(STAGE, i + 1L, files.size(), file.getFileName().toString());
				}
			}
			return new BatchOutcome(files.size() + found.unreadable().size(), errors.count(), errors.file(),
				summary() + (watch.report().isEmpty() ? "" : watch.report() + System.lineSeparator()) + "Results: " + output);
		}
	}

	/** Judges an image, unless the same one was judged before and all that it gave is still there. */
	private Supplier<Judged> judge(final Path file, final String name, final Journal<Finished> journal, final WriteBehind behind) {
		try {
			final String key = options.inputFolder().toAbsolutePath().normalize() + "|" + name + "|" + Digests.sha256(file);
			final Finished before = journal.get(key);
			if (before != null) {
				skipped++;
				return () -> new Judged(key, before, false);
			}
			final ImageDetection detection = inspector.inspect(ImageFiles.read(file), progress);
			final Finished fresh = rows(file, detection);
			final Supplier<List<Path>> pictures = behind.start(detection.source(),
				() -> options.outputs().write(detection, options.outputFolder(), name));
			return () -> {
				fresh.written = Written.of(options.outputFolder(), pictures.get());
				return new Judged(key, fresh, true);
			};
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
	private Optional<Finished> settle(final Path file, final Supplier<Judged> judging, final Journal<Finished> journal,
		final ErrorTable errors)
	{
		final Judged judged;
		try {
			judged = judging.get();
		}
		catch (final CancelledException e) {
			throw e;
		}
		catch (final AnomalyFlowException e) {
			errors.add(OutputNames.relative(options.inputFolder(), file), e.getMessage());
			progress.message("Skipped " + file.getFileName() + ": " + e.getMessage());
			return Optional.empty();
		}
		return Optional.of(judged.isFresh() ? journal.put(judged.key(), judged.result()) : judged.result());
	}

	private Finished rows(final Path file, final ImageDetection detection) {
		final String image = OutputNames.relative(options.inputFolder(), file);
		final Finished result = new Finished();
		result.images = detection.imageRows().stream().map(row -> named(image, row.values())).toList();
		result.watched = !detection.comparable()
			? List.of()
			: detection.slices().stream().map(SliceDetection::reading).map(reading -> List.of((double) reading.score(), reading.unlikeness()))
				.toList();
		result.regions = detection.regionRows().stream().map(row -> named(image, row.values())).toList();
		return result;
	}

	/** The same row with the image's path in the input folder as its name. */
	private static List<Object> named(final String image, final List<Object> values) {
		final List<Object> row = new ArrayList<>(values);
		row.set(0, image);
		return row;
	}

	private void add(final Finished result, final FolderTables tables, final DriftWatch watch) {
		tables.add(result.images, result.regions);
		result.images.forEach(row -> decisions.merge(FolderTables.decision(row), 1, Integer::sum));
		result.watched.forEach(slice -> watch.add(slice.get(0), slice.get(1)));
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
