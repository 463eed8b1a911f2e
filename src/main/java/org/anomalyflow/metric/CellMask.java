package org.anomalyflow.metric;

/** Which cells of a coarser grid belong to an area of an image. */
public final class CellMask {

	private CellMask() {}

	/**
	 * The cells whose middle lies in the area, or, where it is so small that none does, those that it touches.
	 *
	 * @param area of the image, in pixels, not empty
	 * @param width how many cells lie side by side over the width of the image
	 * @param height how many over its height
	 * @return row by row; at least one
	 */
	public static boolean[] of(final PixelRuns area, final int width, final int height) {
		final boolean[] middles = of(area, width, height, 0);
		for (final boolean inside : middles)
			if (inside)
				return middles;
		return of(area, width, height, 0.5);
	}

	/** @param reach how far from its middle a cell looks for the area, in sides of a cell */
	private static boolean[] of(final PixelRuns area, final int width, final int height, final double reach) {
		final double cellWidth = area.width() / (double) width;
		final double cellHeight = area.height() / (double) height;
		final boolean[] cells = new boolean[width * height];
		for (int i = 0; i < cells.length; i++) {
			final double x = i % width + 0.5;
			final double y = i / width + 0.5;
			final int left = (int) ((x - reach) * cellWidth);
			final int top = (int) ((y - reach) * cellHeight);
			cells[i] = area.intersects(left, top, Math.max(1, (int) Math.ceil((x + reach) * cellWidth) - left),
				Math.max(1, (int) Math.ceil((y + reach) * cellHeight) - top));
		}
		return cells;
	}
}
