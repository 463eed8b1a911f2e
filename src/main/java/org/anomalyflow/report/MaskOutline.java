package org.anomalyflow.report;

/** Draws the outline of a mask as an SVG path along pixel edges: the boundary of its anomalous pixels, holes included. */
final class MaskOutline {

	private MaskOutline() {}

	/**
	 * Shrinks a mask so that even a single anomalous pixel stays: a new pixel is anomalous if any pixel under it is.
	 *
	 * @param newWidth at most {@code width}, or larger to repeat pixels
	 */
	static boolean[] shrink(final boolean[] mask, final int width, final int height, final int newWidth, final int newHeight) {
		final boolean[] shrunk = new boolean[newWidth * newHeight];
		for (int y = 0; y < newHeight; y++)
			for (int x = 0; x < newWidth; x++)
				shrunk[y * newWidth + x] = any(mask, width, x * width / newWidth, end(x, width, newWidth), y * height / newHeight,
					end(y, height, newHeight));
		return shrunk;
	}

	private static int end(final int index, final int size, final int newSize) {
		return Math.max(index * size / newSize + 1, (index + 1) * size / newSize);
	}

	private static boolean any(final boolean[] mask, final int width, final int x0, final int x1, final int y0, final int y1) {
		for (int y = y0; y < y1; y++)
			for (int x = x0; x < x1; x++)
				if (mask[y * width + x])
					return true;
		return false;
	}

	/** The path, in pixels; empty if no pixel is anomalous. */
	static String path(final boolean[] mask, final int width, final int height) {
		final StringBuilder path = new StringBuilder();
		for (int y = 0; y <= height; y++)
			for (int x = 0; x < width; x++) {
				final int start = x;
				while (x < width && at(mask, width, height, x, y - 1) != at(mask, width, height, x, y))
					x++;
				if (x > start)
					path.append('M').append(start).append(' ').append(y).append('h').append(x - start);
			}
		for (int x = 0; x <= width; x++)
			for (int y = 0; y < height; y++) {
				final int start = y;
				while (y < height && at(mask, width, height, x - 1, y) != at(mask, width, height, x, y))
					y++;
				if (y > start)
					path.append('M').append(x).append(' ').append(start).append('v').append(y - start);
			}
		return path.toString();
	}

	private static boolean at(final boolean[] mask, final int width, final int height, final int x, final int y) {
		return x >= 0 && y >= 0 && x < width && y < height && mask[y * width + x];
	}
}
