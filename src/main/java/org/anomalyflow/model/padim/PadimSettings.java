package org.anomalyflow.model.padim;

import java.util.Arrays;

import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.model.GridSize;
import org.anomalyflow.model.Scoring;
import org.anomalyflow.util.InvalidParameterException;

/**
 * What a PaDiM detector computes, beside its Gaussians.
 *
 * @param scoring whose formulas; they differ in what is added to covariances and in the border of the maps
 * @param map size of the anomaly maps in pixels: that of the network's input
 */
public record PadimSettings(Scoring scoring, GridSize map) {

	private static final double OFFICIAL_LEAST = 0.01;
	private static final double ANOMALIB_LEAST = OFFICIAL_LEAST + 1e-5;

	/** What is added to each variance, so that covariances can be inverted. */
	double leastVariance() {
		return scoring == Scoring.OFFICIAL ? OFFICIAL_LEAST : ANOMALIB_LEAST;
	}

	/**
	 * A random choice of channels, in random order.
	 *
	 * @param seed of the choice
	 * @param total how many channels all feature maps have together
	 * @param count how many are chosen, 1 to {@code total}; the paper takes 100 of ResNet18's 448, 550 of Wide-ResNet-50's 1792
	 * @throws InvalidParameterException if there are not so many
	 */
	public static long[] channels(final long seed, final int total, final int count) {
		return Arrays.stream(SeededRandom.permutation(SeededRandom.stream(seed, "channels"), total)).limit(checkedCount(count, total))
			.asLongStream().toArray();
	}

	/** A number of channels, if there are so many. */
	static int checkedCount(final int count, final int total) {
		if (count < 1 || count > total)
			throw new InvalidParameterException("channels", count, "use 1 to " + total);
		return count;
	}
}
