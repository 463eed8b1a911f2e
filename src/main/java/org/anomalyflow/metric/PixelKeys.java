package org.anomalyflow.metric;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.Messages;

/**
 * Keeps the keys of all pixels: in memory up to a limit, beyond it as sorted runs in temporary files, which are merged
 * when they are read (external merge sort; Knuth, The Art of Computer Programming 3, section 5.4). Exact whatever the
 * limit.
 */
final class PixelKeys implements Closeable {

	/** A key and as much again to sort it. */
	private static final int BACKGROUND_BYTES = 2 * Integer.BYTES;
	private static final int DEFECT_BYTES = 2 * Long.BYTES;
	private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;
	private static final int LARGEST_BLOCK = 1 << 16;

	private final long memoryLimit;
	private int[] background = {};
	private int backgroundCount;
	private long[] defects = {};
	private int defectCount;
	private final List<Path> backgroundFiles = new ArrayList<>();
	private final List<Path> defectFiles = new ArrayList<>();
	private Path folder;

	PixelKeys(final long memoryLimit) {
		this.memoryLimit = memoryLimit;
	}

	/**
	 * Adds the pixels of one map.
	 *
	 * @param map scores without NaN
	 * @param labels 0 for background, otherwise the region's number within this image; null if all is background
	 * @param firstRegion the number, over all images, of this image's region 1
	 */
	void add(final float[] map, final int[] labels, final int firstRegion) {
		final int smallestChunk = (int) Math.min(1 << 12, Math.max(1, memoryLimit / DEFECT_BYTES / 8));
		int at = 0;
		while (at < map.length) {
			// Taking all of a chunk for defects keeps the limit without counting them first.
			int chunk = (int) Math.min(map.length - at, free() / DEFECT_BYTES);
			if (chunk < Math.min(smallestChunk, map.length - at)) {
				spill();
				chunk = (int) Math.min(map.length - at, Math.max(1, free() / DEFECT_BYTES));
			}
			append(map, labels, firstRegion, at, at + chunk);
			at += chunk;
		}
	}

	private long free() {
		return memoryLimit - (long) BACKGROUND_BYTES * backgroundCount - (long) DEFECT_BYTES * defectCount;
	}

	private void append(final float[] map, final int[] labels, final int firstRegion, final int from, final int to) {
		int defective = 0;
		if (labels != null)
			for (int i = from; i < to; i++)
				defective += labels[i] == 0 ? 0 : 1;
		final int wantedBackground = backgroundCount + to - from - defective;
		if (wantedBackground > background.length)
			background = Arrays.copyOf(background, capacity(wantedBackground, BACKGROUND_BYTES));
		final int wantedDefects = defectCount + defective;
		if (wantedDefects > defects.length)
			defects = Arrays.copyOf(defects, capacity(wantedDefects, DEFECT_BYTES));
		for (int i = from; i < to; i++) {
			final int key = ScoreKeys.keyOf(map[i]);
			if (labels == null || labels[i] == 0)
				background[backgroundCount++] = key;
			else
				defects[defectCount++] = (long) key << 32 | firstRegion + labels[i] - 1;
		}
	}

	/** Doubling, so that many small maps cost no more than one large; never more than the limit has room for. */
	private int capacity(final int wanted, final int bytesEach) {
		final long doubled = Math.min(2L * wanted, Math.min(LARGEST_ARRAY, memoryLimit / bytesEach));
		return (int) Math.max(wanted, doubled);
	}

	private void sort() {
		background = RadixSort.sort(background, backgroundCount);
		Arrays.parallelSort(defects, 0, defectCount);
	}

	private void spill() {
		if (backgroundCount + defectCount == 0)
			return;
		sort();
		if (backgroundCount > 0) {
			backgroundFiles.add(temporaryFile());
			SpillFile.write(last(backgroundFiles), background, backgroundCount);
		}
		if (defectCount > 0) {
			defectFiles.add(temporaryFile());
			SpillFile.write(last(defectFiles), defects, defectCount);
		}
		backgroundCount = 0;
		defectCount = 0;
	}

	private static Path last(final List<Path> paths) {
		return paths.get(paths.size() - 1);
	}

	private Path temporaryFile() {
		try {
			if (folder == null) {
				folder = Files.createTempDirectory("anomaly-flow-pixels");
				folder.toFile().deleteOnExit();
			}
			final Path file = Files.createTempFile(folder, "run", ".bin");
			file.toFile().deleteOnExit();
			return file;
		}
		catch (final IOException e) {
			throw new AnomalyFlowException(
				"Cannot make a temporary file: " + Messages.reason(e) + ". Set another folder with -Djava.io.tmpdir=FOLDER.", e);
		}
	}

	/** How many temporary files there are. */
	int files() {
		return backgroundFiles.size() + defectFiles.size();
	}

	/** Where the temporary files lie; null if there are none. */
	Path folder() {
		return folder;
	}

	/**
	 * Sorts what is in memory and opens all runs at their start.
	 *
	 * @param pixelShares for each region, what one of its pixels adds to the mean region recall
	 */
	Runs open(final double[] pixelShares) {
		sort();
		final Runs runs = new Runs();
		try {
			final int blockSize = blockSize();
			for (final Path path : backgroundFiles)
				runs.background.add(new SortedRun.Background(runs.opened(path, blockSize * Integer.BYTES), blockSize));
			for (final Path path : defectFiles)
				runs.defects.add(new SortedRun.Defect(runs.opened(path, blockSize * Long.BYTES), blockSize, pixelShares));
			runs.background.add(new SortedRun.Background(background, backgroundCount));
			runs.defects.add(new SortedRun.Defect(defects, defectCount, pixelShares));
			return runs;
		}
		catch (final RuntimeException e) {
			runs.close();
			throw e;
		}
	}

	/** The blocks of all runs together take a fraction of the limit, but not so little that reading crawls. */
	private int blockSize() {
		final long share = memoryLimit / DEFECT_BYTES / Math.max(1, files());
		return (int) Math.max(64, Math.min(LARGEST_BLOCK, share));
	}

	@Override
	public void close() {
		final List<Path> all = new ArrayList<>(backgroundFiles);
		all.addAll(defectFiles);
		if (folder != null)
			all.add(folder);
		backgroundFiles.clear();
		defectFiles.clear();
		for (final Path path : all)
			try {
				Files.deleteIfExists(path);
			}
			catch (final IOException e) {
				throw new AnomalyFlowException("Cannot delete the temporary file " + path + ": " + Messages.reason(e) + ". Delete it by hand.", e);
			}
	}

	/** All runs, open. */
	static final class Runs implements Closeable {

		final List<SortedRun.Background> background = new ArrayList<>();
		final List<SortedRun.Defect> defects = new ArrayList<>();
		private final Deque<SpillFile> files = new ArrayDeque<>();

		private SpillFile opened(final Path path, final int blockBytes) {
			final SpillFile file = SpillFile.open(path, blockBytes);
			files.push(file);
			return file;
		}

		/** Merges the runs, telling the visitor each distinct score with its counts. */
		void forEachStep(final StepVisitor visitor) {
			// Arrays, since this is the innermost loop over up to 2^31 pixels.
			final SortedRun.Background[] good = background.toArray(new SortedRun.Background[0]);
			final SortedRun.Defect[] bad = defects.toArray(new SortedRun.Defect[0]);
			for (;;) {
				long key = SortedRun.END;
				for (final SortedRun run : good)
					key = Math.min(key, run.head);
				for (final SortedRun run : bad)
					key = Math.min(key, run.head);
				if (key == SortedRun.END)
					return;
				long negatives = 0;
				for (final SortedRun.Background run : good)
					if (run.head == key)
						negatives += run.takeHead();
				long positives = 0;
				double share = 0;
				for (final SortedRun.Defect run : bad)
					if (run.head == key) {
						positives += run.takeHead();
						share += run.share;
						run.share = 0;
					}
				visitor.step(ScoreKeys.scoreOf((int) key), positives, negatives, share);
			}
		}

		@Override
		public void close() {
			files.forEach(SpillFile::close);
		}
	}
}
