package org.anomalyflow.model;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * Height and width of a grid of cells or pixels.
 *
 * @param height at least 1
 * @param width at least 1
 */
public record GridSize(int height, int width) {

	public GridSize {
		if (height < 1 || width < 1)
			throw new AnomalyFlowException("A grid needs at least 1 x 1 cells; found " + width + " x " + height);
	}
}
