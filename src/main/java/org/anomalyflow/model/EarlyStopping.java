package org.anomalyflow.model;

/**
 * That a training finds out for itself how long to go on: while images that the flow does not see gain nearly as much as
 * those that it sees. A structured part needs many steps, until its own edges are explained; a uniform surface needs few,
 * after which a flow learns its images by heart.
 *
 * @param most the most steps to make, at least those of the recipe
 * @param criterion what of the images is compared
 * @param leastGain how much of the gain of images that the flow sees the others must have for it to go on; below, what it still
 *          learns is mostly its own images
 */
public record EarlyStopping(int most, Criterion criterion, double leastGain) {

	private static final double USUAL_GAIN = 0.8;

	/** With the usual least gain. */
	public EarlyStopping(final int most, final Criterion criterion) {
		this(most, criterion, USUAL_GAIN);
	}

	/** A fixed number of steps or epochs. */
	public static final EarlyStopping NONE = new EarlyStopping(0, Criterion.LOSS);

	/** What tells whether a flow has learned something of an image. */
	public enum Criterion {
		/** The loss. */
		LOSS,
		/** The score; for flows whose loss goes on falling, for seen and unseen images alike, when scores do not any more. */
		SCORE
	}

	/**
	 * Whether to go on after another stretch.
	 *
	 * @param unseen how far the unseen images came down
	 * @param seen how far the others did
	 */
	public boolean isWorthGoingOn(final double unseen, final double seen) {
		return unseen >= leastGain * seen;
	}

	/** Whether the length is found out. */
	public boolean applies() {
		return most > 0;
	}
}
