package org.anomalyflow.gate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.anomalyflow.threshold.GoodScores;
import org.anomalyflow.threshold.ScoreScale;
import org.anomalyflow.threshold.ThresholdBasis;

/**
 * Sets up the gate of a model with the summaries of its training images. How far good images lie from others is measured on
 * images that were left out, part by part; from these distances the limit is estimated for at most one good image in a
 * hundred. See docs/thresholds.md for the evidence.
 */
public final class GateLearner {

	/** The share of new good images that may be called unlike; where it is estimated, half of it is used. */
	private static final BigDecimal RATE = new BigDecimal("0.01");
	/** A dozen images tell little of how their distances spread; the estimate alone might open the gate wide. */
	private static final float LARGEST_FACTOR = 1.4f;
	/** More images make the gate slower, not better. */
	private static final int MOST_IMAGES = 200;
	private static final int MOST_FOLDS = 20;

	private final List<float[]> summaries = new ArrayList<>();
	private final List<Integer> parts = new ArrayList<>();
	private final List<Float> unlikeness = new ArrayList<>();

	/** How many images a gate is made of at most. */
	public static int mostImages() {
		return MOST_IMAGES;
	}

	/**
	 * Adds a good image.
	 *
	 * @param part number of the part that it shows; images of one part are left out together
	 * @param summary its {@link ImageSummary}
	 */
	public void add(final int part, final float[] summary) {
		parts.add(part);
		summaries.add(summary);
	}

	/** The gate for the images added so far, of at least three parts. */
	public Gate learn() {
		final float[] distances = leftOut();
		final Gate gate = new Gate(SummaryDistance.of(summaries), limit(distances));
		unlikeness.clear();
		for (final float distance : distances)
			unlikeness.add(distance / gate.largest());
		Collections.sort(unlikeness);
		return gate;
	}

	/** How unlike the others each part was when it was left out, ascending; once the gate is learned. */
	public List<Float> unlikeness() {
		return List.copyOf(unlikeness);
	}

	private static float limit(final float[] distances) {
		final GoodScores scores = new GoodScores(distances, ThresholdBasis.CROSS_VALIDATION, ScoreScale.ENERGY);
		final float most = scores.ascending()[scores.size() - 1];
		return Math.max(Float.MIN_NORMAL, Math.min(scores.threshold(RATE).value(), Math.nextUp(LARGEST_FACTOR * most)));
	}

	/** The distance of each part to the others. */
	private float[] leftOut() {
		final int[] distinct = parts.stream().mapToInt(Integer::intValue).distinct().toArray();
		final int folds = Math.min(distinct.length, MOST_FOLDS);
		final float[] distances = new float[distinct.length];
		for (int fold = 0; fold < folds; fold++) {
			final List<float[]> others = new ArrayList<>();
			for (int i = 0; i < summaries.size(); i++)
				if (index(distinct, parts.get(i)) % folds != fold)
					others.add(summaries.get(i));
			final SummaryDistance distance = SummaryDistance.of(others);
			for (int i = 0; i < summaries.size(); i++) {
				final int part = index(distinct, parts.get(i));
				if (part % folds == fold)
					distances[part] = Math.max(distances[part], (float) distance.to(summaries.get(i)));
			}
		}
		return distances;
	}

	private static int index(final int[] distinct, final int part) {
		int index = 0;
		while (distinct[index] != part)
			index++;
		return index;
	}
}
