package org.anomalyflow.model.cflow;

import java.util.List;

import ai.djl.ndarray.types.Shape;

import org.anomalyflow.flow.TanhClamp;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * The shape of a CFlow network, and how it is trained and read.
 *
 * @param maps shapes of the feature maps, [C, H, W], each of at least 2 channels
 * @param steps flow steps of each map's flow
 * @param condition numbers that tell where a cell is, a multiple of 4
 * @param rotates whether channels are rotated between steps (soft permutation) instead of permuted
 * @param clamp how exponents are bounded
 * @param bound of the exponents
 * @param fibres how the cells of a batch are cut
 * @param fibreSize cells of a fibre
 * @param ofBatch whether likelihoods are compared with the greatest of the images that are detected together, instead of that of the
 *          training images
 * @param imageSize side of the network's input, in pixels
 */
public record CFlowSettings(List<Shape> maps, int steps, int condition, boolean rotates, TanhClamp clamp, double bound, FibreRule fibres,
	int fibreSize, boolean ofBatch, int imageSize)
{

	/** Most flow steps of each map's flow. */
	static final int MOST_STEPS = 64;
	/** Most numbers of a condition. */
	static final int MOST_CONDITION = 1024;
	/** Most cells of a fibre. */
	static final int MOST_FIBRE = 1 << 20;
	/** Largest bound of the exponents. */
	static final double MOST_BOUND = 100;
	/** The authors' flow steps. */
	static final int USUAL_STEPS = 8;
	/** The authors' condition. */
	static final int USUAL_CONDITION = 128;
	/** The authors' bound of the exponents. */
	static final double USUAL_BOUND = 1.9;

	public CFlowSettings {
		maps = List.copyOf(maps);
		if (maps.isEmpty() || maps.stream().anyMatch(map -> map.get(0) < 2) || steps < 1 || steps > MOST_STEPS || condition < 4 ||
			condition > MOST_CONDITION || condition % 4 != 0 || !(bound > 0 && bound <= MOST_BOUND) || fibreSize < 1 || fibreSize > MOST_FIBRE)
			throw new AnomalyFlowException(
				"CFlow needs maps of at least 2 channels, 1 to " + MOST_STEPS + " steps, a condition of 4, 8, ... up to " + MOST_CONDITION +
					" numbers, a bound above 0 and up to " + MOST_BOUND + " and fibres of 1 to " + MOST_FIBRE + " cells; found maps " + maps + ", " +
					steps + " steps, a condition of " + condition + ", the bound " + bound + " and fibres of " + fibreSize);
	}

	/** Channels of a map. */
	int channels(final int map) {
		return (int) maps.get(map).get(0);
	}
}
