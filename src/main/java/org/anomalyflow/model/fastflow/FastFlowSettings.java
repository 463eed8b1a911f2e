package org.anomalyflow.model.fastflow;

import java.util.List;

import ai.djl.ndarray.types.Shape;

import org.anomalyflow.flow.TanhClamp;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * The shape of a FastFlow network.
 *
 * @param maps shapes of the feature maps, [C, H, W], each of at least 2 channels
 * @param hidden hidden channels of the subnets of each map's flow
 * @param steps flow steps of each map's flow
 * @param kernels sizes of the subnets' convolutions
 * @param layerNorm whether each map first passes a trainable layer normalisation, for which its size is fixed
 * @param clamp how exponents are bounded
 * @param bound of the exponents
 */
public record FastFlowSettings(List<Shape> maps, List<Integer> hidden, int steps, Kernels kernels, boolean layerNorm, TanhClamp clamp,
	double bound)
{

	/** Most flow steps of each map's flow. */
	static final int MOST_STEPS = 64;
	/** Most hidden channels. */
	static final int MOST_HIDDEN = 1 << 14;
	/** Largest bound of the exponents. */
	static final double MOST_BOUND = 100;
	/** The bound of gathierry's and anomalib's programs. */
	public static final double USUAL_BOUND = 2;

	/** Sizes of the subnets' convolutions. */
	public enum Kernels {
		/** 3 x 3 in all steps. */
		ALL_3X3("3x3"),
		/** 3 x 3 in the first step, 1 x 1 in the second, and so on. */
		ALTERNATING("alternating");

		private final String label;

		Kernels(final String label) {
			this.label = label;
		}

		/** The name in options and model files. */
		public String label() {
			return label;
		}

		/** The kernel size of a step, numbered from 0. */
		int size(final int step) {
			return this == ALL_3X3 || step % 2 == 0 ? 3 : 1;
		}
	}

	public FastFlowSettings {
		maps = List.copyOf(maps);
		hidden = List.copyOf(hidden);
		if (maps.isEmpty() || hidden.size() != maps.size() || maps.stream().anyMatch(map -> map.get(0) < 2) ||
			hidden.stream().anyMatch(each -> each < 1 || each > MOST_HIDDEN) || steps < 1 || steps > MOST_STEPS ||
			!(bound > 0 && bound <= MOST_BOUND))
			throw new AnomalyFlowException("FastFlow needs maps of at least 2 channels, 1 to " + MOST_HIDDEN +
				" hidden channels for each, 1 to " + MOST_STEPS + " steps and a bound above 0 and up to " + MOST_BOUND + "; found maps " + maps +
				", hidden channels " + hidden + ", " + steps + " steps and the bound " + bound);
	}

	/** Channels of a map. */
	int channels(final int map) {
		return (int) maps.get(map).get(0);
	}

	/** The hidden channels of a map's subnets, if they have a share of the channels that they read, rounded down. */
	public static int hidden(final Shape map, final double ratio) {
		final int channels = (int) map.get(0);
		return Math.max(1, (int) ((channels - channels / 2) * ratio));
	}
}
