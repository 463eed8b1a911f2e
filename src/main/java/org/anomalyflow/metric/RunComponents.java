package org.anomalyflow.metric;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * The 8-connected regions of a set of pixels, numbered 1, 2, ... by their first pixel in raster order, as
 * {@link ConnectedComponents} has them, in memory for the runs only.
 */
public final class RunComponents {

	private final PixelRuns pixels;
	private final int[] labels;
	private final long[] sizes;

	private RunComponents(final PixelRuns pixels, final int[] labels, final long[] sizes) {
		this.pixels = pixels;
		this.labels = labels;
		this.sizes = sizes;
	}

	/** Labels a set of pixels in time proportional to its runs. */
	public static RunComponents label(final PixelRuns pixels) {
		final int[] parent = new int[pixels.runs()];
		Arrays.setAll(parent, run -> run);
		for (int y = 1; y < pixels.height(); y++) {
			int above = pixels.firstRun(y - 1);
			for (int run = pixels.firstRun(y); run < pixels.firstRun(y + 1); run++) {
				// runs touch, corners included, where neither ends before the other starts
				while (above < pixels.firstRun(y) && pixels.end(above) < pixels.start(run))
					above++;
				for (int other = above; other < pixels.firstRun(y) && pixels.start(other) <= pixels.end(run); other++)
					join(parent, other, run);
			}
		}
		final int[] labels = new int[parent.length];
		final long[] sizes = new long[parent.length];
		int count = 0;
		for (int run = 0; run < labels.length; run++) {
			final int root = root(parent, run);
			// a root is the first run of its region
			labels[run] = root == run ? ++count : labels[root];
			sizes[labels[run] - 1] += pixels.end(run) - pixels.start(run);
		}
		return new RunComponents(pixels, labels, Arrays.copyOf(sizes, count));
	}

	private static void join(final int[] parent, final int a, final int b) {
		final int rootA = root(parent, a);
		final int rootB = root(parent, b);
		parent[Math.max(rootA, rootB)] = Math.min(rootA, rootB);
	}

	private static int root(final int[] parent, final int run) {
		int root = run;
		while (parent[root] != root) {
			parent[root] = parent[parent[root]];
			root = parent[root];
		}
		return root;
	}

	/** How many regions there are. */
	public int count() {
		return sizes.length;
	}

	/** How many pixels a region has. */
	public long size(final int label) {
		return sizes[label - 1];
	}

	/** Is told runs in raster order. */
	@FunctionalInterface
	public interface Visitor {

		/**
		 * @param label number of the region
		 * @param end the column behind the last one
		 */
		void run(int label, int y, int start, int end);
	}

	/** Tells all runs in raster order. */
	public void forEach(final Visitor visitor) {
		for (int y = 0; y < pixels.height(); y++)
			for (int run = pixels.firstRun(y); run < pixels.firstRun(y + 1); run++)
				visitor.run(labels[run], y, pixels.start(run), pixels.end(run));
	}

	/** The pixels without the regions that have fewer than {@code least}. */
	public PixelRuns withoutSmall(final int least) {
		return only(label -> size(label) >= least);
	}

	/** The pixels of those regions for whose number the test holds. */
	public PixelRuns only(final IntPredicate test) {
		return pixels.only(run -> test.test(labels[run]));
	}
}
