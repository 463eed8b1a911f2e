package org.anomalyflow.desk;

import java.util.Arrays;

import org.anomalyflow.image.ScorePlane;

/**
 * What is kept of an image that was judged in a training.
 *
 * @param score the image's
 * @param width of the heatmap in pixels of the image
 * @param height of the heatmap in pixels of the image
 * @param columns of the kept heatmap
 * @param rows of the kept heatmap
 * @param heat the greatest score in each of its cells, row by row, so that a small spot stays visible; not a number where nothing was
 *          judged
 */
record JudgedImage(float score, int width, int height, int columns, int rows, float[] heat) {

	/** @param side the most cells along the longer side */
	static JudgedImage of(final float score, final ScorePlane plane, final int side) {
		final double scale = Math.min(1, (double) side / Math.max(plane.width(), plane.height()));
		final int columns = Math.max(1, (int) Math.round(scale * plane.width()));
		final int rows = Math.max(1, (int) Math.round(scale * plane.height()));
		final float[] heat = new float[columns * rows];
		Arrays.fill(heat, Float.NaN);
		for (int y = 0; y < plane.height(); y++) {
			final float[] row = plane.rows(y, 1);
			for (int x = 0; x < row.length; x++) {
				final int cell = (int) ((long) y * rows / plane.height()) * columns + (int) ((long) x * columns / plane.width());
				if (Float.isNaN(heat[cell]) || row[x] > heat[cell])
					heat[cell] = row[x];
			}
		}
		return new JudgedImage(score, plane.width(), plane.height(), columns, rows, heat);
	}

	/** The score at a pixel of the image. */
	float at(final double x, final double y) {
		final int column = Math.min(columns - 1, (int) (x * columns / width));
		final int row = Math.min(rows - 1, (int) (y * rows / height));
		return heat[row * columns + column];
	}
}
