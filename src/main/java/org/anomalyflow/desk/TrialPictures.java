package org.anomalyflow.desk;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

import javax.swing.SwingUtilities;

import ij.ImagePlus;

import org.anomalyflow.calibration.CalibrationImages.Seen;
import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * Images with their heat, judged in the background one after the other when somebody wants to see them. The last few are kept. To be
 * used by the event thread, which is also told.
 */
final class TrialPictures {

	/** Pixels on the longer side of a thumbnail. */
	static final int SIDE = 96;
	private static final int MOST_DETECTIONS = 12;
	private static final int MOST_THUMBNAILS = 500;

	private final Function<ImagePlus, ImageDetection> judge;
	private final Consumer<String> failed;
	private final Map<Path, ImageDetection> detections = last(MOST_DETECTIONS);
	private final Map<Seen, BufferedImage> thumbnails = last(MOST_THUMBNAILS);
	private final ExecutorService worker = Executors.newSingleThreadExecutor(task -> {
		final Thread thread = new Thread(task, "Anomaly Flow pictures");
		thread.setDaemon(true);
		return thread;
	});

	private volatile boolean closed;

	/**
	 * @param judge judges an image
	 * @param failed told why an image cannot be shown
	 */
	TrialPictures(final Function<ImagePlus, ImageDetection> judge, final Consumer<String> failed) {
		this.judge = judge;
		this.failed = failed;
	}

	private static <K, V> Map<K, V> last(final int most) {
		return new LinkedHashMap<>(16, 0.75f, true) {

			private static final long serialVersionUID = 1L;

			@Override
			protected boolean removeEldestEntry(final Map.Entry<K, V> eldest) {
				return size() > most;
			}
		};
	}

	/** The thumbnail of an image if it is there. */
	BufferedImage thumbnail(final Seen image) {
		return thumbnails.get(image);
	}

	/**
	 * Makes a thumbnail.
	 *
	 * @param wanted asked right before, whether it still is
	 * @param done told when it is there
	 */
	void makeThumbnail(final Seen image, final Function<Seen, Boolean> wanted, final Runnable done) {
		run(() -> {
			if (!wanted.apply(image))
				return;
			final ImageDetection detection = judged(image.file());
			final BufferedImage small = small(detection, detection.slices().get(image.slice() - 1));
			SwingUtilities.invokeLater(() -> {
				thumbnails.put(image, small);
				done.run();
			});
		});
	}

	/** Judges the image of a file. */
	void judge(final Path file, final Consumer<ImageDetection> done) {
		run(() -> tell(judged(file), done));
	}

	/** Judges an open image. */
	void judge(final ImagePlus image, final Consumer<ImageDetection> done) {
		run(() -> tell(judge.apply(image), done));
	}

	private static void tell(final ImageDetection detection, final Consumer<ImageDetection> done) {
		SwingUtilities.invokeLater(() -> done.accept(detection));
	}

	/** Does something in the background after what was wanted before. */
	void run(final Runnable work) {
		try {
			worker.execute(() -> {
				if (closed)
					return;
				try {
					work.run();
				}
				catch (final AnomalyFlowException e) {
					SwingUtilities.invokeLater(() -> failed.accept(Failures.words(e)));
				}
			});
		}
		catch (final RejectedExecutionException e) {
			// the window has been closed
		}
	}

	private ImageDetection judged(final Path file) {
		synchronized (detections) {
			if (detections.containsKey(file))
				return detections.get(file);
		}
		final ImageDetection detection = judge.apply(ImageFiles.open(file));
		synchronized (detections) {
			detections.put(file, detection);
		}
		return detection;
	}

	private static BufferedImage small(final ImageDetection detection, final SliceDetection slice) {
		final SlicePictures pictures = new SlicePictures(detection.source());
		final BufferedImage picture = pictures.picture(slice.slice());
		final double scale = (double) SIDE / Math.max(picture.getWidth(), picture.getHeight());
		final BufferedImage small = new BufferedImage(Math.max(1, (int) (scale * picture.getWidth())),
			Math.max(1, (int) (scale * picture.getHeight())), BufferedImage.TYPE_INT_RGB);
		final Graphics2D g = small.createGraphics();
		for (final Image layer : new Image[]{ picture, pictures.heat(slice.reading().heat(), detection.display()) })
			g.drawImage(layer.getScaledInstance(small.getWidth(), small.getHeight(), Image.SCALE_AREA_AVERAGING), 0, 0, null);
		g.dispose();
		return small;
	}

	/** Ends the work: what is being judged comes to its end, because to interrupt it would close files and fail in ImageJ. */
	void close() {
		closed = true;
		worker.shutdown();
	}
}
