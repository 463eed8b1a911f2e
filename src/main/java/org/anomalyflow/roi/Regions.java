package org.anomalyflow.roi;

import java.util.ArrayList;
import java.util.List;

import ij.gui.Roi;
import ij.measure.Calibration;
import ij.plugin.filter.ThresholdToSelection;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;

import org.anomalyflow.metric.ConnectedComponents;
import org.anomalyflow.util.AnomalyFlowException;

/** Finds and measures the 8-connected regions of an anomaly mask. */
public final class Regions {

	private static final int INSIDE = 255;

	private final float[] heatmap;
	private final int width;
	private final int height;
	private final Calibration calibration;
	private final int[] labels;
	private final List<Sums> sums;

	private Regions(final float[] heatmap, final boolean[] mask, final int width, final int height,
		final Calibration calibration)
	{
		this.heatmap = heatmap;
		this.width = width;
		this.height = height;
		this.calibration = calibration;
		final ConnectedComponents components = ConnectedComponents.label(mask, width, height);
		labels = components.labels();
		sums = new ArrayList<>();
		for (int i = 0; i < components.count(); i++)
			sums.add(new Sums());
		for (int i = 0; i < labels.length; i++)
			if (labels[i] > 0)
				sums.get(labels[i] - 1).add(i % width, i / width, heatmap[i]);
	}

	/**
	 * Measures the regions of a mask.
	 *
	 * @param heatmap [height, width] raw scores, row by row
	 * @param mask [height, width]; true = anomalous
	 * @param width number of columns
	 * @param height number of rows
	 * @param calibration pixel size, origin and unit; a new {@link Calibration} measures in pixels
	 * @param minArea smaller regions are left out; in pixels, 0 or 1 keeps all
	 * @return in raster order of their first pixels, numbered from 1; may be empty
	 * @throws AnomalyFlowException if heatmap or mask do not have width * height pixels
	 */
	public static List<Region> find(final float[] heatmap, final boolean[] mask, final int width, final int height,
		final Calibration calibration, final int minArea)
	{
		PixelMasks.checkMinArea(minArea);
		PixelMasks.checkSize("heatmap", heatmap.length, width, height);
		PixelMasks.checkSize("mask", mask.length, width, height);
		return new Regions(heatmap, mask, width, height, calibration).list(minArea);
	}

	private List<Region> list(final int minArea) {
		final List<Region> regions = new ArrayList<>();
		for (int label = 1; label <= sums.size(); label++)
			if (sums.get(label - 1).count >= minArea)
				regions.add(region(regions.size() + 1, label, sums.get(label - 1)));
		return List.copyOf(regions);
	}

	private Region region(final int number, final int label, final Sums sum) {
		final int boxWidth = sum.right - sum.left + 1;
		final int boxHeight = sum.bottom - sum.top + 1;
		final double centerX = sum.x / sum.count + 0.5;
		final double centerY = sum.y / sum.count + 0.5;
		return new Region(number, sum.count, sum.count * calibration.pixelWidth * calibration.pixelHeight, calibration
			.getUnit(), calibration.getX(sum.left), calibration.getY(sum.top, height), boxWidth * calibration.pixelWidth,
			boxHeight * calibration.pixelHeight, calibration.getX(centerX), calibration.getY(centerY, height), sum.score /
				sum.count, sum.max, outline(label, sum, boxWidth, boxHeight));
	}

	private Roi outline(final int label, final Sums sum, final int boxWidth, final int boxHeight) {
		final ByteProcessor box = new ByteProcessor(boxWidth, boxHeight);
		for (int y = 0; y < boxHeight; y++)
			for (int x = 0; x < boxWidth; x++)
				if (labels[(sum.top + y) * width + sum.left + x] == label)
					box.set(x, y, INSIDE);
		box.setThreshold(INSIDE, INSIDE, ImageProcessor.NO_LUT_UPDATE);
		final Roi outline = new ThresholdToSelection().convert(box);
		outline.setLocation(sum.left, sum.top);
		return outline;
	}

	/** What is summed up over the pixels of one region. */
	private static final class Sums {

		private int count;
		private double x;
		private double y;
		private double score;
		private double max = Double.NEGATIVE_INFINITY;
		private int left = Integer.MAX_VALUE;
		private int top = Integer.MAX_VALUE;
		private int right;
		private int bottom;

		void add(final int column, final int row, final float value) {
			count++;
			x += column;
			y += row;
			score += value;
			max = Math.max(max, value);
			left = Math.min(left, column);
			top = Math.min(top, row);
			right = Math.max(right, column);
			bottom = Math.max(bottom, row);
		}
	}
}
