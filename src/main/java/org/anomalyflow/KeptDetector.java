package org.anomalyflow;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.inference.DetectionOptions;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.FileStamp;
import org.anomalyflow.util.Progress;

/**
 * The detector that was used last, loaded, for the next image: a macro that detects in a hundred images reads the model file
 * once. Another model, another device or precision, or a model file that was written anew takes its place. Its memory is
 * freed when something else wants it ({@link #free}), and when it has not been used for a while. A detection owns the
 * detector while it runs; a second one at the same time loads its own.
 */
final class KeptDetector {

	/** The one that the hosts share. */
	static final KeptDetector OF_HOSTS = new KeptDetector(Duration.ofMinutes(5));

	/**
	 * A loaded detector.
	 *
	 * @param key model file as it was, device and precision
	 */
	private record Entry(String key, OpenDetector detector) {}

	private final Duration idle;
	private Entry kept;
	/** How often something was taken, put back or freed: tells whether anything has happened since. */
	private long changes;
	/** How often memory was asked for. */
	private long requests;

	/** @param idle after how long without use it is freed */
	KeptDetector(final Duration idle) {
		this.idle = idle;
	}

	/**
	 * Judges an image with the detector that is kept, if it is that of the model, else with a new one, and keeps it.
	 *
	 * @param file the model
	 * @param device auto, cpu, gpu or gpu:N
	 * @param precision auto, float32 or mixed
	 * @param slices the image
	 * @param options the user's choices
	 * @param progress told what is done
	 */
	ImageDetection detect(final Path file, final String device, final String precision, final ImageSlices slices,
		final DetectionOptions options, final Progress progress)
	{
		final String key = FileStamp.exact(file) + "|" + device + "|" + precision;
		final long before;
		Entry entry;
		synchronized (this) {
			before = requests;
			entry = take();
		}
		if (entry != null && !entry.key().equals(key)) {
			entry.detector().close();
			entry = null;
		}
		if (entry == null)
			entry = new Entry(key, new OpenDetector(file, device, precision, progress));
		boolean sound = false;
		try {
			final ImageDetection detection = entry.detector().detect(slices, options, progress);
			sound = true;
			return detection;
		}
		catch (final AnomalyFlowException e) {
			sound = true; // the image's fault, not the detector's
			throw e;
		}
		finally {
			if (!sound || !keep(entry, before))
				entry.detector().close();
		}
	}

	private Entry take() {
		final Entry taken = kept;
		kept = null;
		changes++;
		return taken;
	}

	/** Whether it is kept: not if somebody wanted memory meanwhile, or another is. */
	private synchronized boolean keep(final Entry entry, final long before) {
		if (requests != before || kept != null)
			return false;
		kept = entry;
		final long now = ++changes;
		CompletableFuture.delayedExecutor(idle.toMillis(), TimeUnit.MILLISECONDS).execute(() -> freeUnused(now));
		return true;
	}

	private void freeUnused(final long since) {
		final Entry unused;
		synchronized (this) {
			if (changes != since)
				return;
			unused = take();
		}
		if (unused != null)
			unused.detector().close();
	}

	/** Frees what is kept, because its memory is wanted; what is in use now is not kept afterwards. */
	void free() {
		final Entry unused;
		synchronized (this) {
			requests++;
			unused = take();
		}
		if (unused != null)
			unused.detector().close();
	}

	/** Whether a detector is kept. */
	synchronized boolean isKept() {
		return kept != null;
	}
}
