package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.ResultImages;
import org.anomalyflow.inference.DriftWatch;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.Inspector;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.report.CsvTable;
import org.anomalyflow.roi.ImageRow;
import org.anomalyflow.roi.RegionRow;
import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.BatchOutcome;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.FileStamp;
import org.anomalyflow.util.Progress;

/** Judges all images of a folder; an image that cannot be read does not stop the others. */
public final class FolderDetection {

	private static final String STAGE = "Detecting";
	private static final String JOURNAL = ".anomaly-flow-finished";

	/** The table rows of one finished image. */
	private static final class Finished {

		private List<List<Object>> images;
		private List<List<Object>> regions;
		/** What drift is seen in: of each slice score and unlikeness; nothing if they cannot be compared. */
		private List<List<Double>> watched;
		private String error;
	}

	private final Inspector inspector;
	private final FolderOptions options;
	private final Progress progress;
	private final String fingerprint;

	/**
	 * @param context where to compute; owns the model's memory
	 * @param bundle the model
	 * @param options the user's choices
	 * @param progress told what is done
	 */
	public FolderDetection(final ComputeContext context, final ModelBundle bundle, final FolderOptions options,
		final Progress progress)
	{
		this.options = options;
		this.progress = progress;
		inspector = new Inspector(context, bundle, options.detection());
		fingerprint = Digests.sha256(bundle.info().training().fingerprint() + bundle.info().calibration() + bundle.info().accept() +
			bundle.info().preprocessing().tile() + options
			.detection() + options.detection().area().stamp() + options.outputs() + context.precision());
	}

	/**
	 * Judges the images and writes the tables and pictures.
	 *
	 * @throws AnomalyFlowException if the folder cannot be read or has no image, or results cannot be written
	 * @throws CancelledException if the user stopped; finished images are kept for the next time
	 */
	public BatchOutcome run() {
		final List<Path> files = ImageFiles.list(options.inputFolder(), options.recursive());
		if (files.isEmpty())
			throw new AnomalyFlowException("There are no images in " + options.inputFolder() + (options.recursive() ? ""
				: " itself; with recursive=true subfolders are searched, too") + ". Give a folder with PNG, JPEG, BMP or TIFF files.");
		final Journal<Finished> journal = new Journal<>(options.outputFolder().resolve(JOURNAL), fingerprint, options
			.resume(), Finished.class);
		final Map<Path, String> names = names(files);
		final List<Finished> results = new ArrayList<>();
		int skipped = 0;
		for (final Path file : files) {
			progress.checkCancelled(STAGE);
			final String key = key(file);
			Finished result = journal.get(key);
			if (result == null) {
				result = inspect(file, names.get(file));
				if (result.error == null)
					journal.put(key, result);
			}
			else
				skipped++;
			results.add(result);
			progress.update(STAGE, results.size(), files.size(), file.getFileName().toString());
		}
		return write(files, results, skipped);
	}

	private Finished inspect(final Path file, final String name) {
		final Finished result = new Finished();
		try {
			final ImageSlices slices = ImageFiles.read(file);
			final ImageDetection detection = inspector.inspect(slices, progress);
			final String image = relative(file);
			result.images = detection.imageRows().stream().map(row -> named(image, row.values())).toList();
			result.watched = !detection.comparable() ? List.of() : detection.slices().stream().map(SliceDetection::reading).map(reading -> List.of((double) reading
				.score(), reading.unlikeness())).toList();
			result.regions = detection.regionRows().stream().map(row -> named(image, row.values())).toList();
			options.outputs().write(detection, options.outputFolder(), name);
		}
		catch (final CancelledException e) {
			throw e;
		}
		catch (final AnomalyFlowException e) {
			result.error = e.getMessage();
			progress.message("Skipped " + file.getFileName() + ": " + e.getMessage());
		}
		return result;
	}

	/** The same row with the image's path in the input folder as its name. */
	private static List<Object> named(final String image, final List<Object> values) {
		final List<Object> row = new ArrayList<>(values);
		row.set(0, image);
		return row;
	}

	private String relative(final Path file) {
		return options.inputFolder().relativize(file).toString().replace('\\', '/');
	}

	private String key(final Path file) {
		return FileStamp.of(file, relative(file));
	}

	/** Names of outputs: the relative path without extension, or with it where two images would share a name. */
	private Map<Path, String> names(final List<Path> files) {
		final Map<String, Integer> uses = new HashMap<>();
		files.forEach(file -> uses.merge(ResultImages.baseName(relative(file)), 1, Integer::sum));
		final Map<Path, String> names = new TreeMap<>();
		for (final Path file : files) {
			final String base = ResultImages.baseName(relative(file));
			names.put(file, uses.get(base) == 1 ? base : relative(file));
		}
		return names;
	}

	private BatchOutcome write(final List<Path> files, final List<Finished> results, final int skipped) {
		final List<List<Object>> images = new ArrayList<>();
		final List<List<Object>> regions = new ArrayList<>();
		final List<List<Object>> errors = new ArrayList<>();
		final DriftWatch watch = inspector.driftWatch();
		for (int i = 0; i < files.size(); i++) {
			final Finished result = results.get(i);
			if (result.error == null) {
				images.addAll(result.images);
				regions.addAll(result.regions);
				result.watched.forEach(slice -> watch.add(slice.get(0), slice.get(1)));
			}
			else
				errors.add(List.of(relative(files.get(i)), result.error));
		}
		final Path folder = options.outputFolder();
		if (options.outputs().tables()) {
			CsvTable.write(folder.resolve("images.csv"), ImageRow.COLUMNS, images);
			CsvTable.write(folder.resolve("regions.csv"), RegionRow.COLUMNS, regions);
		}
		final Path errorFile = ErrorTable.write(folder, "image", errors);
		return new BatchOutcome(files.size(), errors.size(), errorFile, summary(images, skipped) + (watch.report()
			.isEmpty() ? "" : watch.report() + System.lineSeparator()) + "Results: " + folder);
	}

	private static String summary(final List<List<Object>> images, final int skipped) {
		final int decision = ImageRow.COLUMNS.indexOf("decision");
		final Map<Object, Integer> counts = new TreeMap<>();
		images.forEach(row -> counts.merge(row.get(decision), 1, Integer::sum));
		final StringBuilder text = new StringBuilder("Judged " + images.size() + " images or slices:");
		counts.forEach((verdict, count) -> text.append(' ').append(count).append(' ').append(verdict));
		if (skipped > 0)
			text.append(" (").append(skipped).append(" files were finished before)");
		return text.append(System.lineSeparator()).toString();
	}
}
