package org.anomalyflow.metric;

import java.io.Closeable;
import java.util.Arrays;

import org.anomalyflow.util.InvalidParameterException;

/**
 * Collects score maps with their ground-truth masks, one image at a time, and computes exact pixel metrics: every
 * distinct score is a threshold, no bins, no sampling. Maps are not kept; each background pixel costs 4 bytes and each
 * defective pixel 8, and as much again while sorting. Beyond the memory limit, sorted runs go to temporary files, and
 * the results stay the same but for the last digits of sums. Up to 2^31 - 1 pixels.
 * <p>
 * Scores are float32, higher is more anomalous, of any size, infinite too, but not NaN. More maps may be added after
 * results were taken. Not for use by several threads at once. {@link #close()} deletes the temporary files.
 */
public final class PixelAccumulator implements Closeable {

	private static final long DEFAULT_LIMIT = 1L << 30;
	private static final long SMALLEST_LIMIT = 1L << 10;

	/** For this many pixels the products in {@link RankingSweep} fit into 64 bits. */
	private static final long MOST_PIXELS = Integer.MAX_VALUE;

	private final PixelKeys keys;
	private int[] regionSizes = {};
	private int regions;
	private long positives;
	private long negatives;
	private boolean closed;

	/** With a memory limit of 1 GiB or a third of the heap, whichever is less. */
	public PixelAccumulator() {
		this(Math.min(DEFAULT_LIMIT, Runtime.getRuntime().maxMemory() / 3));
	}

	/**
	 * @param memoryLimit bytes of heap for pixels, at least 1024. Beyond it, merging takes time proportional to pixels
	 *          times runs, where a run is about limit / 8 pixels: give what can be spared
	 * @throws InvalidParameterException if it is less
	 */
	public PixelAccumulator(final long memoryLimit) {
		if (memoryLimit < SMALLEST_LIMIT)
			throw new InvalidParameterException("memory_limit", memoryLimit, "at least " + SMALLEST_LIMIT + " bytes");
		keys = new PixelKeys(memoryLimit);
	}

	/**
	 * Adds one image.
	 *
	 * @param map height x width scores, row by row, at the resolution of the mask
	 * @param mask height x width bytes, row by row, any value but 0 is defective; null for a good image
	 * @param width pixels in a row, at least 1
	 * @param height rows, at least 1
	 * @throws InvalidParameterException if a size differs, a score is NaN, or there are too many pixels; nothing of the
	 *           image is then added
	 */
	public void add(final float[] map, final byte[] mask, final int width, final int height) {
		checkOpen();
		ConnectedComponents.checkSize("map", map.length, width, height);
		if (mask != null)
			ConnectedComponents.checkSize("mask", mask.length, width, height);
		if (positives + negatives + map.length > MOST_PIXELS)
			throw new InvalidParameterException("pixels", positives + negatives + map.length,
				"at most " + MOST_PIXELS + " in one evaluation; evaluate fewer images at a time");
		for (int i = 0; i < map.length; i++)
			if (Float.isNaN(map[i]))
				throw new InvalidParameterException("map", "NaN",
					"the score at x=" + i % width + ", y=" + i / width + " is not a number; train again with a smaller learning rate or in float32");
		if (mask == null)
			addLabelled(map, null);
		else
			addLabelled(map, ConnectedComponents.label(mask, width, height));
	}

	/** As {@link #add(float[], byte[], int, int)}, with true for defective. */
	public void add(final float[] map, final boolean[] mask, final int width, final int height) {
		add(map, mask == null ? null : ConnectedComponents.toBytes(mask), width, height);
	}

	private void addLabelled(final float[] map, final ConnectedComponents components) {
		if (components == null || components.count() == 0) {
			keys.add(map, null, regions);
			negatives += map.length;
			return;
		}
		keys.add(map, components.labels(), regions);
		for (final int size : components.sizes()) {
			if (regions == regionSizes.length)
				regionSizes = Arrays.copyOf(regionSizes, 2 * regions + 16);
			regionSizes[regions++] = size;
			positives += size;
			negatives -= size;
		}
		negatives += map.length;
	}

	/** AUROC, average precision, F1-max, IoU and AUPRO of all pixels added so far. */
	public PixelMetrics metrics() {
		final RankingSweep ranking = new RankingSweep(positives, negatives);
		final ProSweep pro30 = new ProSweep(0.3, regions, negatives);
		final ProSweep pro05 = new ProSweep(0.05, regions, negatives);
		sweep((score, newPositives, newNegatives, share) -> {
			ranking.step(score, newPositives, newNegatives, share);
			pro30.step(score, newPositives, newNegatives, share);
			pro05.step(score, newPositives, newNegatives, share);
		});
		return new PixelMetrics(ranking.metrics(), regions, pro30.normalisedArea(), pro05.normalisedArea());
	}

	/** The ROC, precision-recall and PRO curves of all pixels added so far. */
	public Curves curves() {
		final CurveSweep sweep = new CurveSweep(positives, negatives, regions);
		sweep(sweep);
		return sweep.curves();
	}

	/** The counts, and each region's recall, at one threshold, for all pixels added so far. */
	public PixelOutcome at(final double threshold, final AlarmRule rule) {
		checkOpen();
		final long[] alarmed = new long[regions];
		long tp = 0;
		long fp = 0;
		try (PixelKeys.Runs runs = keys.open(new double[regions])) {
			for (final SortedRun.Background run : runs.background)
				while (alarms(run, threshold, rule))
					fp += run.takeHead();
			for (final SortedRun.Defect run : runs.defects)
				for (; alarms(run, threshold, rule); run.takeOne()) {
					alarmed[run.headRegion()]++;
					tp++;
				}
		}
		final double[] recall = new double[regions];
		for (int i = 0; i < regions; i++)
			recall[i] = (double) alarmed[i] / regionSizes[i];
		return new PixelOutcome(new Confusion(threshold, rule, tp, fp, positives - tp, negatives - fp), recall);
	}

	private static boolean alarms(final SortedRun run, final double threshold, final AlarmRule rule) {
		return run.head != SortedRun.END && rule.alarms(ScoreKeys.scoreOf((int) run.head), threshold);
	}

	private void sweep(final StepVisitor visitor) {
		checkOpen();
		final double[] pixelShares = new double[regions];
		for (int i = 0; i < regions; i++)
			pixelShares[i] = 1.0 / regionSizes[i] / regions;
		try (PixelKeys.Runs runs = keys.open(pixelShares)) {
			runs.forEachStep(visitor);
		}
	}

	private void checkOpen() {
		if (closed)
			throw new IllegalStateException("The pixel accumulator is closed; take its results before closing it.");
	}

	/** The keys' store, for tests of what it leaves on the disk. */
	PixelKeys keys() {
		return keys;
	}

	@Override
	public void close() {
		closed = true;
		keys.close();
	}
}
