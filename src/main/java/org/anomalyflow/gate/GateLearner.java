package org.anomalyflow.gate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import org.anomalyflow.threshold.GoodScores;
import org.anomalyflow.threshold.ScoreScale;
import org.anomalyflow.threshold.ThresholdBasis;

/**
 * Sets up the gate of a model with the summaries of its training images. How far good images lie from others is measured on
 * images that were left out, part by part; from these distances the limit is estimated for one good image in a hundred,
 * half of them for pixels and half for features.
 */
public final class GateLearner {

	/** The share of new good images that may be called unlike, for each of pixels and features. */
	private static final BigDecimal RATE = new BigDecimal("0.005");
	/** More images make the gate slower, not better. */
	private static final int MOST_IMAGES = 200;
	private static final int MOST_FOLDS = 20;

	private final int[] channels;
	private final List<float[]> summaries = new ArrayList<>();
	private final List<Integer> parts = new ArrayList<>();
	private final List<Float> unlikeness = new ArrayList<>();

	/** @param channels how many channels each feature map has */
	public GateLearner(final int... channels) {
		this.channels = channels.clone();
	}

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
		final int length = summaries.get(0).length;
		final float[] one = new float[ImageSummary.PIXELS];
		Arrays.fill(one, 1);
		final List<float[]> pixels = summaries.stream().map(all -> Arrays.copyOf(all, ImageSummary.PIXELS)).toList();
		final List<float[]> features = summaries.stream().map(all -> Arrays.copyOfRange(all, ImageSummary.PIXELS, length))
			.toList();
		final float[] within = deviations(features);
		final float[] ofPixels = leftOut(pixels, one);
		final float[] ofFeatures = leftOut(features, within);
		final Gate gate = new Gate(SummaryDistance.of(pixels, one), SummaryDistance.of(features, within), limit(ofPixels),
			limit(ofFeatures));
		unlikeness.clear();
		for (int i = 0; i < ofPixels.length; i++)
			unlikeness.add(Math.max(ofPixels[i] / gate.largestPixels(), ofFeatures[i] / gate.largestFeatures()));
		Collections.sort(unlikeness);
		return gate;
	}

	/** How unlike the others each part was when it was left out, ascending; once the gate is learned. */
	public List<Float> unlikeness() {
		return List.copyOf(unlikeness);
	}

	private static float limit(final float[] distances) {
		return new GoodScores(distances, ThresholdBasis.CROSS_VALIDATION, ScoreScale.ENERGY).threshold(RATE).value();
	}

	/** What each number of the features varies by within an image: for mean and deviation of a channel its deviation. */
	private float[] deviations(final List<float[]> features) {
		final float[] within = new float[features.get(0).length];
		int start = 0;
		for (final int count : channels) {
			for (int c = 0; c < count; c++) {
				final int at = start + count + c;
				within[start + c] = (float) features.stream().mapToDouble(vector -> vector[at]).average().orElseThrow();
				within[at] = within[start + c];
			}
			start += 2 * count;
		}
		return within;
	}

	/** The distance of each part to the others. */
	private float[] leftOut(final List<float[]> vectors, final float[] scale) {
		final int[] distinct = parts.stream().mapToInt(Integer::intValue).distinct().toArray();
		final int folds = Math.min(distinct.length, MOST_FOLDS);
		final float[] distances = new float[distinct.length];
		for (int fold = 0; fold < folds; fold++) {
			final List<float[]> others = new ArrayList<>();
			for (int i = 0; i < vectors.size(); i++)
				if (index(distinct, parts.get(i)) % folds != fold)
					others.add(vectors.get(i));
			final SummaryDistance distance = SummaryDistance.of(others, scale);
			for (int i = 0; i < vectors.size(); i++) {
				final int part = index(distinct, parts.get(i));
				if (part % folds == fold)
					distances[part] = Math.max(distances[part], (float) distance.to(vectors.get(i)));
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
