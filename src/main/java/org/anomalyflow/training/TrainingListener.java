package org.anomalyflow.training;

import java.util.SortedMap;

import org.anomalyflow.image.ScorePlane;

/**
 * Told in numbers how a training goes, for windows that draw it; {@link org.anomalyflow.util.Progress} tells the same in words. Called by
 * the thread that trains, which waits: an implementation returns at once and changes nothing. Numbers do not depend on whether somebody
 * listens.
 */
public interface TrainingListener {

	/** Nobody listens. */
	TrainingListener NONE = new TrainingListener() {};

	/** The good images are read and the kind of detector is chosen; comes first, and once. */
	default void started(final TrainingStart start) {
		// not of interest to all
	}

	/**
	 * An epoch of the model, or of a model of a fold, is finished.
	 *
	 * @param stage what is being done, as {@code Progress.update} names it
	 * @param epoch from 1 to {@code epochs}; begins again with each model
	 * @param epochs the most there will be
	 * @param loss the mean loss of the images that train
	 */
	default void epoch(final String stage, final int epoch, final int epochs, final double loss) {
		// not of interest to all
	}

	/**
	 * A model was compared on images that it has not seen and as many that it has.
	 *
	 * @param epoch after which
	 * @param unseen the mean loss of those, or their mean score
	 * @param seen the same of these
	 * @param losses whether these are losses; otherwise they are scores, because those tell more about the kind of detector
	 */
	default void compared(final int epoch, final double unseen, final double seen, final boolean losses) {
		// not of interest to all
	}

	/** @param seconds how long everything that is still to come will take, at least 0 */
	default void remaining(final long seconds) {
		// not of interest to all
	}

	/** @param possible whether {@link org.anomalyflow.util.StopChoice#FINISH} makes a model of what there is from now on */
	default void finishable(final boolean possible) {
		// not of interest to all
	}

	/**
	 * A model that has not seen an image has judged it. May come again for the same image from a model that was trained for longer.
	 *
	 * @param image its number in {@link TrainingStart#images}
	 * @param score its score by that model
	 * @param heat scores of its pixels; belongs to the training, so that what is needed of it has to be copied
	 */
	default void judged(final int image, final float score, final ScorePlane heat) {
		// not of interest to all
	}

	/**
	 * The scores that set the thresholds.
	 *
	 * @param scores by the number of the part, {@link GoodImage#part}
	 * @param unseen whether models judged that had not seen them; otherwise the scores are those of the training images
	 */
	default void scored(final SortedMap<Integer, Float> scores, final boolean unseen) {
		// not of interest to all
	}
}
