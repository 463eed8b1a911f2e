package org.anomalyflow.desk;

import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.image.BufferedImage;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import javax.swing.SwingUtilities;

import org.anomalyflow.image.ImageFiles;
import org.anomalyflow.inference.ImageDetection;
import org.anomalyflow.inference.SliceDetection;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * Pictures of a folder in small: those made when they were judged have their heat over them; of others, and of those that were
 * forgotten since, the file is read when it is looked at. Only the last {@value #MOST} that were needed are kept.
 */
final class Thumbnails {

	/** Pixels on the longer side. */
	static final int SIDE = 112;
	private static final int MOST = 800;
	private static final int MOST_WAITING = 60;
	private static final BufferedImage NOTHING = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB);

	private final Map<Long, BufferedImage> kept = new LinkedHashMap<>(16, 0.75f, true) {

		private static final long serialVersionUID = 1L;

		@Override
		protected boolean removeEldestEntry(final Map.Entry<Long, BufferedImage> eldest) {
			return size() > MOST;
		}
	};
	/** What is looked at last is read first, and what nobody looks at any more is not read. */
	private final LinkedBlockingDeque<Runnable> waiting = new LinkedBlockingDeque<>(MOST_WAITING) {

		private static final long serialVersionUID = 1L;

		@Override
		public boolean offer(final Runnable task) {
			while (!offerFirst(task))
				if (pollLast() instanceof Reading left)
					kept.remove(left.row().number()); // it is read when it is looked at again
			return true;
		}
	};
	private final ThreadPoolExecutor reader = new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, waiting, task -> {
		final Thread thread = new Thread(task, "Anomaly Flow thumbnails");
		thread.setDaemon(true);
		return thread;
	});
	private final Runnable changed;

	/** A row whose picture is wanted. */
	private record Reading(FolderRows.Row row, Consumer<FolderRows.Row> reader) implements Runnable {

		@Override
		public void run() {
			reader.accept(row);
		}
	}

	/** @param changed told by the event thread when another one is there */
	Thumbnails(final Runnable changed) {
		this.changed = changed;
		reader.allowCoreThreadTimeOut(true);
	}

	/** The picture of a detection's worst slice with its heat. */
	static BufferedImage of(final ImageDetection detection) {
		final SliceDetection worst = detection.worst();
		final SlicePictures pictures = new SlicePictures(detection.source(), SIDE);
		final BufferedImage picture = pictures.picture(worst.slice());
		final Graphics2D g = picture.createGraphics();
		g.drawImage(pictures.heat(worst.reading().heat(), detection.display()), 0, 0, null);
		g.dispose();
		return picture;
	}

	/** Keeps the picture of a row. */
	void put(final FolderRows.Row row, final BufferedImage picture) {
		kept.put(row.number(), picture);
	}

	/** The picture of a row; null if it is not there yet or cannot be read. */
	BufferedImage get(final FolderRows.Row row) {
		final BufferedImage picture = kept.get(row.number());
		if (picture == null) {
			kept.put(row.number(), NOTHING);
			reader.execute(new Reading(row, this::read));
		}
		return picture == NOTHING ? null : picture;
	}

	private void read(final FolderRows.Row row) {
		try {
			final Image image = ImageFiles.open(row.file()).getBufferedImage();
			final double scale = Math.min(1.0, (double) SIDE / Math.max(image.getWidth(null), image.getHeight(null)));
			final BufferedImage small = new BufferedImage(Math.max(1, (int) (scale * image.getWidth(null))),
				Math.max(1, (int) (scale * image.getHeight(null))), BufferedImage.TYPE_INT_RGB);
			final Graphics2D g = small.createGraphics();
			g.drawImage(image, 0, 0, small.getWidth(), small.getHeight(), null);
			g.dispose();
			SwingUtilities.invokeLater(() -> {
				put(row, small);
				changed.run();
			});
		}
		catch (final AnomalyFlowException e) {
			// it has gone, or is no picture: its place stays empty
		}
	}

	/** How many are kept. */
	int size() {
		return kept.size();
	}
}
