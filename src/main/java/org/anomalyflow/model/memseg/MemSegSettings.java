package org.anomalyflow.model.memseg;

import java.util.Arrays;
import java.util.List;

import ai.djl.ndarray.types.Shape;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * The shape of a MemSeg network.
 *
 * @param maps shapes of the feature maps, [C, H, W], the finest first, each coarser than the one before
 * @param memory how many good images the memory holds; where there are fewer, some are there several times
 * @param damping of features and weights
 * @param imageSize side of the network's input, in pixels
 */
public record MemSegSettings(List<Shape> maps, int memory, Damping damping, int imageSize) {

	/** As many as the paper and its public code take. */
	static final int USUAL_MEMORY = 30;
	/** Most good images in the memory. */
	static final int MOST_MEMORY = 1000;

	/** Whether single cells that differ much are kept from drowning all others, as they do where features have long tails. */
	public enum Damping {
		/** Features x become asinh(x), and weights w, the product of the mean differences of a level and all coarser ones, log(1 + w). */
		LOGARITHM("logarithm"),
		/** As they are in the paper and the public code. */
		NONE("none");

		private final String label;

		Damping(final String label) {
			this.label = label;
		}

		/** The name in options and model files. */
		String label() {
			return label;
		}

		/** All names, the usual one first. */
		static List<String> labels() {
			return Arrays.stream(values()).map(Damping::label).toList();
		}

		/** The damping of a name. */
		static Damping ofLabel(final String label) {
			return NONE.label.equals(label) ? NONE : LOGARITHM;
		}
	}

	public MemSegSettings {
		maps = List.copyOf(maps);
		for (int map = 1; map < maps.size(); map++)
			if (maps.get(map).get(1) >= maps.get(map - 1).get(1) || maps.get(map).get(2) >= maps.get(map - 1).get(2))
				throw new AnomalyFlowException("MemSeg needs feature maps each of which is coarser than the one before; found " + maps);
		if (maps.isEmpty() || memory < 1 || memory > MOST_MEMORY || imageSize < 1)
			throw new AnomalyFlowException("MemSeg needs feature maps, 1 to " + MOST_MEMORY + " images in the memory and an image size; found " +
				maps + ", " + memory + " and " + imageSize);
	}

	/** Channels of a map. */
	int channels(final int map) {
		return (int) maps.get(map).get(0);
	}

	/** How many maps there are. */
	int levels() {
		return maps.size();
	}
}
