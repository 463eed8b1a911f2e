package org.anomalyflow.evaluation;

import java.util.function.Supplier;

import org.anomalyflow.bundle.BundleFile;
import org.anomalyflow.bundle.ModelBundle;
import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.inference.DriftWatch;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Digests;
import org.anomalyflow.util.FileStamp;
import org.anomalyflow.util.Progress;

/** A model that judges for a long time, and is loaded anew when its file has changed: calibrated, say, or taught further images. */
final class WatchedModel implements AutoCloseable {

	private final Supplier<ComputeContext> engine;
	private final FolderOptions options;
	private final Progress progress;
	private ComputeContext context;
	private PictureJudge judge;
	private DriftWatch drift;
	private String stamp = "";
	private String fingerprint;

	/** @param engine makes a place to compute */
	WatchedModel(final Supplier<ComputeContext> engine, final FolderOptions options, final Progress progress) {
		this.engine = engine;
		this.options = options;
		this.progress = progress;
		load(FileStamp.exact(options.modelFile()));
	}

	private void load(final String now) {
		final ModelBundle bundle = BundleFile.read(options.modelFile());
		final ComputeContext fresh = engine.get();
		try {
			judge = new PictureJudge(fresh, bundle, options, progress);
		}
		catch (final RuntimeException | Error e) {
			fresh.close();
			throw e;
		}
		close();
		context = fresh;
		drift = judge.driftWatch();
		fingerprint = Digests.sha256(bundle.info().training().fingerprint() + bundle.info().calibration()).substring(0, 16);
		stamp = now;
	}

	/** Loads the model if its file has changed; whether it did. Of a file that cannot be read the old model stays. */
	boolean refresh() {
		final String now = FileStamp.exact(options.modelFile());
		if (now.equals(stamp))
			return false;
		try {
			load(now);
			progress.message("The model " + options.modelFile() + " has changed; it judges as it is now.");
			return true;
		}
		catch (final AnomalyFlowException e) {
			stamp = now;
			progress.message("The model has changed and cannot be read; the pictures are judged as before. " + e.getMessage());
			return false;
		}
	}

	PictureJudge judge() {
		return judge;
	}

	/** Watches the pictures that the model has judged as it is now. */
	DriftWatch drift() {
		return drift;
	}

	/** Tells the model and its thresholds from others. */
	String fingerprint() {
		return fingerprint;
	}

	@Override
	public void close() {
		if (context != null)
			context.close();
		context = null;
	}
}
