package org.anomalyflow.training;

import java.util.Arrays;

import org.anomalyflow.tensor.SeededRandom;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * Which good images train the flow and which are kept for the thresholds.
 *
 * @param train numbers of the images to train on, ascending
 * @param heldOut numbers of the others, ascending; empty if there are too few images
 */
record HoldOut(int[] train, int[] heldOut) {

	/** A flow learns nothing from fewer. */
	static final int LEAST_TO_TRAIN = 4;
	private static final int LEAST_HELD_OUT = 8;

	/**
	 * A seeded split: the wanted share, but at least 8 images to hold out, and before that at least 4 to train.
	 *
	 * @param images how many there are
	 * @param share share to hold out; 0 for none
	 * @throws AnomalyFlowException if there are fewer than 4 images
	 */
	static HoldOut split(final int images, final double share, final long seed) {
		if (images < LEAST_TO_TRAIN)
			throw new AnomalyFlowException("There are too few good images: " + images + ", at least " + LEAST_TO_TRAIN +
				" are needed to train, and " + (LEAST_TO_TRAIN + LEAST_HELD_OUT) +
				" so that 8 can set the thresholds. Add good images; 20 to 200 are usual.");
		final int wanted = share == 0 ? 0 : Math.max(LEAST_HELD_OUT, (int) Math.round(share * images));
		final int held = Math.min(wanted, images - LEAST_TO_TRAIN);
		final int[] order = SeededRandom.permutation(SeededRandom.stream(seed, "hold-out"), images);
		final int[] heldOut = Arrays.copyOf(order, held);
		final int[] train = Arrays.copyOfRange(order, held, images);
		Arrays.sort(heldOut);
		Arrays.sort(train);
		return new HoldOut(train, heldOut);
	}
}
