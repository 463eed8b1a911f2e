package org.anomalyflow.training;

import java.util.List;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.Tensors;
import org.anomalyflow.metric.CellMask;
import org.anomalyflow.metric.PixelRuns;

/** The cells of feature maps that belong to an area of an image. */
final class AreaCells {

	private AreaCells() {}

	/**
	 * The cells of each map, row by row.
	 *
	 * @param area of the image; none of the cells belong to an empty one
	 * @param maps shapes of the feature maps, [C, H, W]
	 */
	static List<boolean[]> of(final PixelRuns area, final List<Shape> maps) {
		return maps.stream()
			.map(map -> area.isEmpty() ? new boolean[(int) (map.get(1) * map.get(2))] : CellMask.of(area, (int) map.get(2), (int) map.get(1)))
			.toList();
	}

	/** 1 for the cells of each map that belong to the area, 0 for others, [1, H, W]. */
	static NDList weights(final NDManager scope, final PixelRuns area, final List<Shape> maps) {
		final NDList weights = new NDList();
		final List<boolean[]> cells = of(area, maps);
		for (int map = 0; map < maps.size(); map++) {
			final float[] values = new float[cells.get(map).length];
			for (int i = 0; i < values.length; i++)
				values[i] = cells.get(map)[i] ? 1 : 0;
			weights.add(Tensors.toEngine(scope, values, 1, maps.get(map).get(1), maps.get(map).get(2)));
		}
		return weights;
	}
}
