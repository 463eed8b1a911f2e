package org.anomalyflow.inference.tile;

import java.util.Optional;

import org.anomalyflow.image.PlanarImage;
import org.anomalyflow.metric.PixelRuns;

/** Reads one tile of an image. */
@FunctionalInterface
public interface TileModel {

	/**
	 * What was read off a tile.
	 *
	 * @param score its score; higher means more anomalous
	 * @param heatmap pixel scores, [height, width] row by row
	 * @param unlikeness how unlike the training images it is
	 */
	record TileReading(float score, float[] heatmap, double unlikeness) {}

	/**
	 * Reads a tile.
	 *
	 * @param tile its pixels
	 * @param area the pixels of the tile that count; empty for all
	 */
	TileReading read(PlanarImage tile, Optional<PixelRuns> area);
}
