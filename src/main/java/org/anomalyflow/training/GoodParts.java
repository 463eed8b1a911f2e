package org.anomalyflow.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

import org.anomalyflow.engine.SeededRandom;
import org.anomalyflow.util.AnomalyFlowException;

/**
 * The parts that good images show, and how they are divided between training and thresholds: by parts, so that no image of
 * a part is judged by a model that knows another one of it.
 */
final class GoodParts {

	/** A flow learns nothing from fewer. */
	static final int LEAST_TO_TRAIN = 4;
	private static final int LEAST_HELD_OUT = 8;
	private static final int FOLDS = 5;
	/** With fewer parts, each is a fold of its own. */
	private static final int LEAST_FOR_FOLDS = 10;

	private final int[] partOfImage;
	/** The parts in random order. */
	private final int[] order;

	/**
	 * @param partOfImage for each image a number of its part
	 * @param seed decides the order
	 * @throws AnomalyFlowException if there are fewer than 4 parts
	 */
	GoodParts(final int[] partOfImage, final long seed) {
		this.partOfImage = partOfImage.clone();
		final int[] parts = Arrays.stream(partOfImage).distinct().sorted().toArray();
		if (parts.length < LEAST_TO_TRAIN)
			throw new AnomalyFlowException("There are too few good images: " + (parts.length < partOfImage.length
				? partOfImage.length + ", but of " + parts.length + " parts only (slices of one file and copies count once)"
				: Integer.toString(parts.length)) + "; at least " + LEAST_TO_TRAIN + " are needed. Add good images; 20 to 200 are usual.");
		order = Arrays.stream(SeededRandom.permutation(SeededRandom.stream(seed, "hold-out"), parts.length)).map(i -> parts[i]).toArray();
	}

	/** How many parts there are. */
	int count() {
		return order.length;
	}

	/** The part of each image. */
	int part(final int image) {
		return partOfImage[image];
	}

	/**
	 * The images to hold out: the wanted share of the parts, but at least 8 parts, and before that at least 4 to train.
	 *
	 * @param share 0 for none
	 * @return numbers of the images, ascending
	 */
	int[] heldOut(final double share) {
		final int wanted = share == 0 ? 0 : Math.max(LEAST_HELD_OUT, (int) Math.round(share * count()));
		return images(Arrays.copyOf(order, Math.min(wanted, count() - LEAST_TO_TRAIN)));
	}

	/** Whether folds have more than one part. */
	boolean hasFolds() {
		return count() >= LEAST_FOR_FOLDS;
	}

	/** The images of each fold, ascending: five folds, below ten parts one for each part. */
	List<int[]> folds() {
		final int folds = hasFolds() ? FOLDS : count();
		final List<int[]> result = new ArrayList<>();
		for (int fold = 0; fold < folds; fold++) {
			final int own = fold;
			result.add(images(IntStream.range(0, count()).filter(i -> i % folds == own).map(i -> order[i]).toArray()));
		}
		return result;
	}

	/** All images but some, ascending. */
	int[] without(final int[] images) {
		return IntStream.range(0, partOfImage.length).filter(image -> Arrays.binarySearch(images, image) < 0).toArray();
	}

	private int[] images(final int[] parts) {
		final int[] sorted = parts.clone();
		Arrays.sort(sorted);
		return IntStream.range(0, partOfImage.length).filter(image -> Arrays.binarySearch(sorted, partOfImage[image]) >= 0).toArray();
	}
}
