package org.anomalyflow;

import java.nio.file.Path;

import ij.ImagePlus;

import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.Thresholder;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;
import org.anomalyflow.util.Progress;

/**
 * A model that is loaded once and judges many images; {@link AnomalyFlow#open} makes it. What it needs of the engine's
 * memory is freed by {@link #close}; results stay valid. It is the model as the file was when it was opened: thresholds that
 * are set anew later need another.
 * <p>
 * Any number of threads may use one: it reads one image (or stack) after another, since the engine uses all cores for one
 * image, and the others wait. Several of them, of the same or of different models, do not wait for each other, and share
 * the cores. {@code close} waits for the image that is being read.
 *
 * <pre>
 * try (OpenDetector detector = AnomalyFlow.open(new File("bottle.aflow"), "auto", "auto")) {
 * 	for (final ImagePlus image : images)
 * 		System.out.println(detector.detect(image, DetectionOptions.builder().build()).imageRows());
 * }
 * </pre>
 */
public final class OpenDetector implements AutoCloseable {

	private final Path file;
	private final Progress progress;
	private final ModelInfo model;
	private final ComputeContext context;
	private final Detector detector;
	private boolean closed;

	OpenDetector(final Path file, final String device, final String precision, final Progress progress) {
		this.file = file;
		this.progress = progress;
		final ModelBundle bundle = BundleFile.read(file);
		model = bundle.info();
		context = ComputeContext.open(device, precision, progress);
		try {
			detector = Detector.of(context, bundle);
		}
		catch (final RuntimeException | Error e) {
			context.close();
			throw e;
		}
	}

	/** The model's description, with its thresholds. */
	public ModelInfo model() {
		return model;
	}

	/**
	 * Judges an image or stack slice by slice.
	 *
	 * @param image an open image
	 * @param options the user's choices; thresholds given there replace the model's
	 * @throws AnomalyFlowException if the image does not suit the model, or this is closed
	 * @throws CancelledException if the user stops; checked before every slice
	 */
	public ImageDetection detect(final ImagePlus image, final DetectionOptions options) {
		return detect(ImageSlices.of(image), options, progress);
	}

	synchronized ImageDetection detect(final ImageSlices slices, final DetectionOptions options, final Progress to) {
		if (closed)
			throw new AnomalyFlowException("The detector of " + file + " is closed; open it again with AnomalyFlow.open.");
		AnomalyFlow.warnOfUnset(model, options, to);
		return new Thresholder(detector, model, options).inspect(slices, to);
	}

	/** Frees the model's memory; waits for the image that is being read. Does nothing the second time. */
	@Override
	public synchronized void close() {
		if (!closed)
			context.close();
		closed = true;
	}
}
