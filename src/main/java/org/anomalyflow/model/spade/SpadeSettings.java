package org.anomalyflow.model.spade;

import org.anomalyflow.model.GridSize;
import org.anomalyflow.util.InvalidParameterException;

/**
 * What a SPADE detector computes, beside its gallery.
 *
 * @param neighbours how many good images, the nearest ones, judge an image, at least 1
 * @param gallery which of their cells
 * @param cellMaps how many of the feature maps, from the finest on, have cells that are compared, at least 1
 * @param map size of the anomaly map in pixels: that of the network's input
 */
record SpadeSettings(int neighbours, GalleryUse gallery, int cellMaps, GridSize map) {

	/** The public code's number of images; the paper's is 50. */
	static final int USUAL_NEIGHBOURS = 5;
	/** The paper compares cells of a network's first three stages. */
	static final int MOST_CELL_MAPS = 3;

	SpadeSettings {
		if (neighbours < 1)
			throw new InvalidParameterException("nearest_images", neighbours, "use at least 1");
		if (cellMaps < 1)
			throw new InvalidParameterException("cell_maps", cellMaps, "use at least 1");
	}
}
