package org.anomalyflow.model;

/**
 * That a training finds out for itself how long to go on: while images that the flow does not see gain nearly as much as
 * those that it sees. A structured part needs many steps, until its own edges are explained; a uniform surface needs few,
 * after which a flow learns its images by heart.
 *
 * @param most the most steps to make, at least those of the recipe
 * @param criterion what of the images is compared
 */
public record EarlyStopping(int most, Criterion criterion) {

	/** A fixed number of steps or epochs. */
	public static final EarlyStopping NONE = new EarlyStopping(0, Criterion.LOSS);

	/** What tells whether a flow has learned something of an image. */
	public enum Criterion {
		/** The loss. */
		LOSS,
		/** The score; for flows whose loss goes on falling, for seen and unseen images alike, when scores do not any more. */
		SCORE
	}

	/** Whether the length is found out. */
	public boolean applies() {
		return most > 0;
	}
}
