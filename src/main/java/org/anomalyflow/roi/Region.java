package org.anomalyflow.roi;

import ij.gui.Roi;

/**
 * One anomalous region: a set of 8-connected pixels of a mask, measured on the heatmap. Immutable.
 * <p>
 * Lengths are in {@code unit} and areas in its square, after the image's calibration, with ImageJ's conventions: x and y
 * are counted from the calibration's origin, pixel (i, j) has its centre at (i + 0.5, j + 0.5) pixels.
 *
 * @param number 1-based, in raster order of the regions' first pixels
 * @param areaPx area in pixels
 * @param area area in the square of {@code unit}
 * @param unit the unit of length; {@code pixel} without calibration
 * @param x left side of the bounding box
 * @param y top side of the bounding box
 * @param width width of the bounding box
 * @param height height of the bounding box
 * @param centroidX mean x of the pixel centres
 * @param centroidY mean y of the pixel centres
 * @param mean mean raw score of the pixels
 * @param max largest raw score of the pixels
 * @param outline exactly the region's pixels, holes left out; in pixel coordinates, without name and position
 */
public record Region(int number, int areaPx, double area, String unit, double x, double y, double width, double height, double centroidX,
	double centroidY, double mean, double max, Roi outline)
{

	/** Keeps a copy of the outline. */
	public Region {
		outline = (Roi) outline.clone();
	}

	/** A copy of the outline, which the caller may name, colour and position. */
	@Override
	public Roi outline() {
		return (Roi) outline.clone();
	}
}
