package org.anomalyflow.roi;

import java.awt.Rectangle;
import java.util.List;

import ij.ImagePlus;
import ij.gui.Roi;
import ij.process.ImageProcessor;

import org.anomalyflow.image.ImageSlices;
import org.anomalyflow.image.ResultImages;

/** Draws regions as a label image: each pixel has the number of its region, as in the table of regions, or 0. */
public final class RegionLabels {

	private static final int LARGEST = 0xffff;

	private RegionLabels() {}

	/**
	 * A 16-bit image with the source's dimensions, calibration and slice labels. Regions beyond number 65,535 of a slice all
	 * have that number.
	 *
	 * @param source the slices that were judged
	 * @param found the regions of each slice, in order
	 * @param virtual whether a slice is drawn when it is looked at
	 */
	public static ImagePlus of(final ImageSlices source, final List<SliceRegions> found, final boolean virtual) {
		final int most = found.stream().mapToInt(slice -> slice.regions().size()).max().orElse(0);
		return ResultImages.labels(source, slice -> plane(found.get(slice).regions(), source.width(), source.height()), Math.min(LARGEST, most),
			virtual);
	}

	private static short[] plane(final List<Region> regions, final int width, final int height) {
		final short[] plane = new short[width * height];
		for (final Region region : regions) {
			final Roi outline = region.outline();
			final Rectangle bounds = outline.getBounds();
			final ImageProcessor mask = outline.getMask();
			for (int y = 0; y < bounds.height; y++)
				for (int x = 0; x < bounds.width; x++)
					if (mask == null || mask.get(x, y) != 0)
						plane[(bounds.y + y) * width + bounds.x + x] = (short) Math.min(LARGEST, region.number());
		}
		return plane;
	}
}
