package org.anomalyflow.evaluation;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.inference.DriftWatch;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.Thresholder;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/** Judges pictures of a folder, one after another, and writes of each what the user has chosen. */
final class PictureJudge {

	private final Thresholder thresholder;
	private final FolderOptions options;
	private final Progress progress;

	/**
	 * @param context where to compute; owns the model's memory
	 * @param bundle the model
	 * @param options the user's choices
	 */
	PictureJudge(final ComputeContext context, final ModelBundle bundle, final FolderOptions options, final Progress progress) {
		thresholder = new Thresholder(context, bundle, options.detection());
		this.options = options;
		this.progress = progress;
	}

	/**
	 * Judges a picture and writes its outputs.
	 *
	 * @param name of its outputs, see {@link OutputNames}
	 * @throws AnomalyFlowException if it cannot be read or judged, or an output cannot be written
	 * @throws CancelledException if the user stops
	 */
	Judged judge(final Path file, final String name) {
		final ImageDetection detection = detect(file);
		return judged(file, detection, write(detection, name));
	}

	/**
	 * As above, but the outputs are written beside what comes next.
	 *
	 * @param behind writes them
	 * @return waits for the outputs, and throws if one cannot be written
	 */
	Supplier<Judged> judge(final Path file, final String name, final WriteBehind behind) {
		final ImageDetection detection = detect(file);
		final Supplier<List<Path>> outputs = behind.start(detection.source(), () -> write(detection, name));
		return () -> judged(file, detection, outputs.get());
	}

	private ImageDetection detect(final Path file) {
		return thresholder.inspect(ImageFiles.read(file), progress);
	}

	private List<Path> write(final ImageDetection detection, final String name) {
		return options.outputs().write(detection, options.outputFolder(), name);
	}

	private Judged judged(final Path file, final ImageDetection detection, final List<Path> outputs) {
		return new Judged(detection, OutputNames.relative(options.inputFolder(), file), Written.of(options.outputFolder(), outputs));
	}

	/** A watch over images in the order in which they were taken. */
	DriftWatch driftWatch() {
		return thresholder.driftWatch();
	}

	/** The image thresholds in use. */
	ImageThresholds imageThresholds() {
		return thresholder.imageThresholds();
	}
}
