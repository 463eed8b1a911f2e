package org.anomalyflow.roi;

import java.util.ArrayList;
import java.util.List;

import ij.gui.Roi;
import ij.measure.Calibration;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

import org.anomalyflow.image.ScorePlane;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.metric.RunComponents;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.CancelledException;

/** Finds and measures the 8-connected regions of an anomaly mask, in memory for the mask's pixels only. */
public final class Regions {

	private static final int INSIDE = 255;

	private final ScorePlane heatmap;
	private final Calibration calibration;
	private final List<Sums> regions = new ArrayList<>();
	/** The row of the heatmap that was read last. */
	private float[] row;
	private int rowNumber = -1;

	private Regions(final ScorePlane heatmap, final PixelRuns mask, final Calibration calibration) {
		this.heatmap = heatmap;
		this.calibration = calibration;
		final RunComponents components = RunComponents.label(mask);
		for (int i = 0; i < components.count(); i++)
			regions.add(new Sums());
		components.forEach((label, y, start, end) -> regions.get(label - 1).add(row(y), y, start, end));
	}

	private float[] row(final int y) {
		if (y != rowNumber)
			row = heatmap.rows(y, 1);
		rowNumber = y;
		return row;
	}

	/**
	 * Measures the regions of a mask.
	 *
	 * @param heatmap raw scores
	 * @param mask the anomalous pixels
	 * @param calibration pixel size, origin and unit; a new {@link Calibration} measures in pixels
	 * @param minArea smaller regions are left out; in pixels, 0 or 1 keeps all
	 * @return in raster order of their first pixels, numbered from 1; may be empty
	 * @throws AnomalyFlowException if the mask has not the size of the heatmap
	 */
	public static List<Region> find(final ScorePlane heatmap, final PixelRuns mask, final Calibration calibration, final int minArea) {
		PixelMasks.checkMinArea(minArea);
		if (mask.width() != heatmap.width() || mask.height() != heatmap.height())
			throw new AnomalyFlowException("The mask has " + mask.width() + " x " + mask.height() + " px for a heatmap of " + heatmap.width() +
				" x " + heatmap.height() + " px");
		return new Regions(heatmap, mask, calibration).list(minArea);
	}

	private List<Region> list(final int minArea) {
		final List<Region> found = new ArrayList<>();
		for (final Sums sums : regions)
			if (sums.count >= minArea)
				found.add(region(found.size() + 1, sums));
		return List.copyOf(found);
	}

	private Region region(final int number, final Sums sum) {
		final int height = heatmap.height();
		final int boxWidth = sum.right - sum.left + 1;
		final int boxHeight = sum.bottom - sum.top + 1;
		final double centerX = sum.x / sum.count + 0.5;
		final double centerY = sum.y / sum.count + 0.5;
		return new Region(number, sum.count, sum.count * calibration.pixelWidth * calibration.pixelHeight, calibration.getUnit(),
			calibration.getX(sum.left), calibration.getY(sum.top, height), boxWidth * calibration.pixelWidth, boxHeight * calibration.pixelHeight,
			calibration.getX(centerX), calibration.getY(centerY, height), sum.score / sum.count, sum.max, outline(sum, boxWidth, boxHeight));
	}

	private static Roi outline(final Sums sum, final int boxWidth, final int boxHeight) {
		final ByteProcessor box = new ByteProcessor(boxWidth, boxHeight);
		for (final int[] run : sum.runs)
			for (int x = run[1]; x < run[2]; x++)
				box.set(x - sum.left, run[0] - sum.top, INSIDE);
		box.setThreshold(INSIDE, INSIDE, ImageProcessor.NO_LUT_UPDATE);
		final Roi outline = new ThresholdToSelection().convert(box);
		if (outline == null) // ImageJ gives none to a thread that was interrupted
			throw new CancelledException("The search for regions");
		outline.setLocation(sum.left, sum.top);
		return outline;
	}

	/** What is summed up over the pixels of one region. */
	private static final class Sums {

		/** Row, first column and the column behind the last. */
		private final List<int[]> runs = new ArrayList<>();
		private int count;
		private double x;
		private double y;
		private double score;
		private double max = Double.NEGATIVE_INFINITY;
		private int left = Integer.MAX_VALUE;
		private int top = Integer.MAX_VALUE;
		private int right;
		private int bottom;

		void add(final float[] heat, final int line, final int start, final int end) {
			runs.add(new int[]{ line, start, end });
			for (int column = start; column < end; column++) {
				count++;
				x += column;
				y += line;
				score += heat[column];
				max = Math.max(max, heat[column]);
			}
			left = Math.min(left, start);
			top = Math.min(top, line);
			right = Math.max(right, end - 1);
			bottom = Math.max(bottom, line);
		}
	}
}
