package org.anomalyflow.metric;

import java.util.Arrays;
import java.util.function.IntPredicate;

import org.anomalyflow.util.InvalidParameterException;

/**
 * A set of pixels of an image, kept as runs: pixels side by side in one row. It takes memory for what is set and not for the
 * image, so that masks of large images are small. Immutable.
 */
public final class PixelRuns {

	private final int width;
	private final int height;
	/** [height + 1] number of runs before each row. */
	private final int[] before;
	private final int[] starts;
	private final int[] ends;

	private PixelRuns(final int width, final int height, final int[] before, final int[] starts, final int[] ends) {
		this.width = width;
		this.height = height;
		this.before = before;
		this.starts = starts;
		this.ends = ends;
	}

	/** Collects pixels from the first row to the last and in each from left to right. */
	public static final class Builder {

		private final int width;
		private final int height;
		private final int[] before;
		private int[] starts = new int[64];
		private int[] ends = new int[64];
		private int count;
		private int row;

		/**
		 * @param width pixels in a row, at least 1
		 * @param height rows, at least 1
		 */
		public Builder(final int width, final int height) {
			if (width < 1 || height < 1)
				throw new InvalidParameterException("size", width + " x " + height, "at least 1 x 1 pixels");
			this.width = width;
			this.height = height;
			before = new int[height + 1];
		}

		/**
		 * Adds the pixels of a row from {@code start} to before {@code end}; none if these are equal.
		 *
		 * @param y not before that of the last call
		 * @param start not before the {@code end} of the last call in the same row
		 */
		public Builder add(final int y, final int start, final int end) {
			final boolean inOrder = y == row && (count == before[row] || start >= ends[count - 1]) || y > row;
			if (y >= height || start < 0 || end > width || start > end || !inOrder)
				throw new InvalidParameterException("run", start + " to " + end + " of row " + y, "within the image, and behind the pixels so far");
			while (row < y)
				before[++row] = count;
			if (start == end)
				return this;
			if (count > before[row] && ends[count - 1] == start) {
				ends[count - 1] = end;
				return this;
			}
			if (count == starts.length) {
				starts = Arrays.copyOf(starts, 2 * count);
				ends = Arrays.copyOf(ends, 2 * count);
			}
			starts[count] = start;
			ends[count++] = end;
			return this;
		}

		/** Adds those columns of a row for which the test holds. */
		public Builder addRow(final int y, final IntPredicate test) {
			int x = 0;
			while (x < width) {
				while (x < width && !test.test(x))
					x++;
				final int start = x;
				while (x < width && test.test(x))
					x++;
				add(y, start, x);
			}
			return this;
		}

		/** The pixels so far. */
		public PixelRuns build() {
			while (row < height)
				before[++row] = count;
			return new PixelRuns(width, height, before.clone(), Arrays.copyOf(starts, count), Arrays.copyOf(ends, count));
		}
	}

	/**
	 * The pixels of a mask.
	 *
	 * @param mask [height, width], row by row
	 * @throws InvalidParameterException if the mask does not have width * height pixels
	 */
	public static PixelRuns of(final boolean[] mask, final int width, final int height) {
		if (mask.length != (long) width * height)
			throw new InvalidParameterException("mask", mask.length + " pixels", width + " x " + height);
		final Builder builder = new Builder(width, height);
		for (int y = 0; y < height; y++) {
			final int row = y * width;
			builder.addRow(y, x -> mask[row + x]);
		}
		return builder.build();
	}

	/** All pixels of an image. */
	public static PixelRuns all(final int width, final int height) {
		final Builder builder = new Builder(width, height);
		for (int y = 0; y < height; y++)
			builder.add(y, 0, width);
		return builder.build();
	}

	/** Number of columns of the image. */
	public int width() {
		return width;
	}

	/** Number of rows of the image. */
	public int height() {
		return height;
	}

	/** How many runs there are. */
	public int runs() {
		return starts.length;
	}

	/** How many pixels are set. */
	public long count() {
		long count = 0;
		for (int run = 0; run < starts.length; run++)
			count += ends[run] - starts[run];
		return count;
	}

	/** Whether no pixel is set. */
	public boolean isEmpty() {
		return starts.length == 0;
	}

	/** The number of the first run of a row; that of the row behind the last is {@link #runs()}. */
	int firstRun(final int y) {
		return before[y];
	}

	/** The first column of a run, numbered in raster order. */
	int start(final int run) {
		return starts[run];
	}

	/** The column behind a run. */
	int end(final int run) {
		return ends[run];
	}

	/** Is told runs in raster order. */
	@FunctionalInterface
	public interface Visitor {

		/** @param end the column behind the last one */
		void run(int y, int start, int end);
	}

	/** Tells all runs in raster order. */
	public void forEach(final Visitor visitor) {
		for (int y = 0; y < height; y++)
			for (int run = before[y]; run < before[y + 1]; run++)
				visitor.run(y, starts[run], ends[run]);
	}

	/** Whether a pixel is set. */
	public boolean contains(final int x, final int y) {
		return intersects(x, y, 1, 1);
	}

	/** Whether a rectangle has a pixel that is set; what lies outside of the image has none. */
	public boolean intersects(final int x, final int y, final int rectangleWidth, final int rectangleHeight) {
		for (int row = Math.max(0, y); row < Math.min(height, y + rectangleHeight); row++) {
			final int run = firstBehind(row, x);
			if (run < before[row + 1] && starts[run] < x + rectangleWidth)
				return true;
		}
		return false;
	}

	/** How many pixels of a row are set from {@code start} to before {@code end}. */
	public long count(final int y, final int start, final int end) {
		long count = 0;
		for (int run = firstBehind(y, start); run < before[y + 1] && starts[run] < end; run++)
			count += Math.min(end, ends[run]) - Math.max(start, starts[run]);
		return count;
	}

	/** The first run of a row that ends behind a column. */
	private int firstBehind(final int row, final int x) {
		int low = before[row];
		int high = before[row + 1];
		while (low < high) {
			final int middle = (low + high) >>> 1;
			if (ends[middle] > x)
				high = middle;
			else
				low = middle + 1;
		}
		return low;
	}

	/** The pixels of a row that are set, one value per column. */
	public boolean[] row(final int y) {
		final boolean[] row = new boolean[width];
		for (int run = before[y]; run < before[y + 1]; run++)
			Arrays.fill(row, starts[run], ends[run], true);
		return row;
	}

	/** The pixels as a mask, [height, width] row by row. */
	public boolean[] toMask() {
		final boolean[] mask = new boolean[Math.multiplyExact(width, height)];
		forEach((y, start, end) -> Arrays.fill(mask, y * width + start, y * width + end, true));
		return mask;
	}

	/** Those that are set here and there. */
	public PixelRuns and(final PixelRuns other) {
		return combine(other, (mine, others) -> mine && others);
	}

	/** Those that are set here or there. */
	public PixelRuns or(final PixelRuns other) {
		return combine(other, (mine, others) -> mine || others);
	}

	/** Those that are set here but not there. */
	public PixelRuns without(final PixelRuns other) {
		return combine(other, (mine, others) -> mine && !others);
	}

	private interface Rule {

		boolean isSet(boolean mine, boolean others);
	}

	private PixelRuns combine(final PixelRuns other, final Rule rule) {
		if (other.width != width || other.height != height)
			throw new InvalidParameterException("pixels", "of an image of " + other.width + " x " + other.height + " px",
				"of one of " + width + " x " + height + " px");
		final Builder builder = new Builder(width, height);
		for (int y = 0; y < height; y++) {
			final boolean[] mine = row(y);
			final boolean[] others = other.row(y);
			builder.addRow(y, x -> rule.isSet(mine[x], others[x]));
		}
		return builder.build();
	}

	/** Those runs for whose number the test holds. */
	PixelRuns only(final IntPredicate test) {
		final Builder builder = new Builder(width, height);
		for (int y = 0; y < height; y++)
			for (int run = before[y]; run < before[y + 1]; run++)
				if (test.test(run))
					builder.add(y, starts[run], ends[run]);
		return builder.build();
	}
}
