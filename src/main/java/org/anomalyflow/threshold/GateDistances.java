package org.anomalyflow.threshold;

import java.math.BigDecimal;

/**
 * How far each training image is from all others as a whole, and from which distance on a new image is unlike them, so
 * that what a model says of it means nothing.
 * <p>
 * The distances are those of n images, each judged without itself. New good images are to be sent away at most once in a
 * hundred. What assumes nothing could not give that below n = 99, so the limit is the {@link PredictionLimit} of the
 * logarithms of the distances, for half that rate: the margin is for tails that are heavier than normal. It is never below
 * the largest distance, unless that one is an outlier among the training images, and never above {@value #LARGEST_FACTOR}
 * times the largest: a dozen images tell too little of their spread, and the prediction limit would open the gate wide.
 * See docs/thresholds.md for the evidence.
 */
public final class GateDistances {

	/** The share of new good images that may be found unlike, as a decimal: half of what is wanted, see above. */
	public static final String RATE = "0.005";

	private static final float LARGEST_FACTOR = 1.2f;

	private final GoodScores distances;
	private final float limit;

	/**
	 * @param distances of at least one part, in any order
	 * @throws org.anomalyflow.util.InvalidParameterException if one is not a finite number
	 */
	public GateDistances(final float[] distances) {
		this.distances = new GoodScores(distances, ThresholdBasis.CROSS_VALIDATION, ScoreScale.ENERGY);
		final float[] ascending = this.distances.ascending();
		limit = Math.min(this.distances.threshold(new BigDecimal(RATE)).value(), Math.nextUp(LARGEST_FACTOR *
			ascending[ascending.length - 1]));
	}

	/** The distances, ascending; a copy. */
	public float[] ascending() {
		return distances.ascending();
	}

	/** From which distance on an image is unlike the training images. */
	public float limit() {
		return limit;
	}

	/** Whether an image at this distance is unlike the training images; also if the distance is not a number. */
	public boolean isUnlike(final float distance) {
		return !(distance < limit);
	}

	/** As {@link GoodScores#pValue}; 1 / (n + 1) if the distance is not a number. */
	public double pValue(final float distance) {
		return distances.pValue(Float.isNaN(distance) ? Float.POSITIVE_INFINITY : distance);
	}
}
