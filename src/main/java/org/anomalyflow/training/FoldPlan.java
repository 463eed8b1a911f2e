package org.anomalyflow.training;

import java.util.List;

/**
 * How long the models of a cross-validation are trained. With whole trainings, five folds would cost five times as much as
 * the model itself. So the first fold is trained for as many steps as the model, the others for a share of them only; how
 * scores of unseen images change between that point and the end is read off the first fold. Where that cannot be relied on,
 * see {@link FoldShift}, or a fold is a single part, which cannot tell it, or there are few steps anyway, all folds are
 * trained to the end.
 *
 * @param folds numbers of the images of each fold, ascending
 * @param images how many images there are
 * @param epochs epochs of the model of all images
 * @param batchSize images per step
 * @param wholeBatches whether incomplete batches are left out
 * @param share of the steps of the first fold, how many the others have
 */
record FoldPlan(List<int[]> folds, int images, int epochs, int batchSize, boolean wholeBatches, double share) {

	/** Of the steps of the first fold, how many the others usually have. */
	private static final double SHARE = 0.2;
	private static final double TO_THE_END = 1;
	private static final int FEW_STEPS = 20;

	/**
	 * The plan for a model that was trained.
	 *
	 * @param folds numbers of the images of each fold, ascending
	 * @param images how many images there are
	 * @param epochs epochs of the model of all images
	 * @param batchSize images per step
	 * @param wholeBatches whether incomplete batches are left out
	 * @param parts how many parts the images show
	 */
	static FoldPlan of(final List<int[]> folds, final int images, final int epochs, final int batchSize, final boolean wholeBatches,
		final int parts)
	{
		final int steps = epochs * Trainer.batches(wholeBatches, images, batchSize);
		return new FoldPlan(folds, images, epochs, batchSize, wholeBatches, folds.size() == parts || steps <= FEW_STEPS ? TO_THE_END : SHARE);
	}

	/** How many images train the model of a fold. */
	int images(final int fold) {
		return images - folds.get(fold).length;
	}

	private int batches(final int fold) {
		return Trainer.batches(wholeBatches, images(fold), batchSize);
	}

	/** The epochs in which a fold's model makes as many steps as the model of all images. */
	int wholeEpochs(final int fold) {
		final long steps = (long) epochs * Trainer.batches(wholeBatches, images, batchSize);
		return (int) ((steps + batches(fold) - 1) / batches(fold));
	}

	/** The epochs after which a fold's images are read, or read first. */
	int shortEpochs(final int fold) {
		return Math.max(1, (int) Math.round(share * wholeEpochs(fold)));
	}

	/** Whether all folds are trained to the end. */
	boolean toTheEnd() {
		return share == TO_THE_END;
	}

	/** The same with all folds trained to the end. */
	FoldPlan allToTheEnd() {
		return withShare(TO_THE_END);
	}

	/** The same with another share, unless all folds are trained to the end. */
	FoldPlan withShare(final double other) {
		return toTheEnd() ? this : new FoldPlan(folds, images, epochs, batchSize, wholeBatches, other);
	}

	/** The epochs of a fold's training. */
	int epochs(final int fold) {
		return fold == 0 || toTheEnd() ? wholeEpochs(fold) : shortEpochs(fold);
	}

	/** Steps of all folds together. */
	long steps() {
		long steps = 0;
		for (int fold = 0; fold < folds.size(); fold++)
			steps += steps(fold);
		return steps;
	}

	/** Steps of one fold. */
	long steps(final int fold) {
		return (long) epochs(fold) * batches(fold);
	}
}
