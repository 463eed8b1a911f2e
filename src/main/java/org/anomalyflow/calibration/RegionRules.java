package org.anomalyflow.calibration;

import java.util.ArrayList;
import java.util.List;

import org.anomalyflow.image.GaussianSmoothing;
import org.anomalyflow.metric.ComponentLevels;

/**
 * The rules by which regions are marked that pixel thresholds are set for: how many pixels a region has at least, and how
 * the heatmap is smoothed before. A good image raises an alarm by a rule when it shows any region, so its score by the
 * rule is the highest threshold at which it would.
 */
final class RegionRules {

	/** Pixels, ascending. */
	static final int[] AREAS = { 1, 4, 16, 64, 256 };
	/** Standard deviations in pixels. */
	static final double[] SMOOTHINGS = { 0, 1, 2, 4 };

	private RegionRules() {}

	/** How many rules there are. */
	static int count() {
		return AREAS.length * SMOOTHINGS.length;
	}

	/** The least area of a rule, in pixels. */
	static int area(final int rule) {
		return AREAS[rule % AREAS.length];
	}

	/** The smoothing of a rule, in pixels. */
	static double smoothing(final int rule) {
		return SMOOTHINGS[rule / AREAS.length];
	}

	/**
	 * The scores of a heatmap by all rules: for each the largest threshold at which it has a region. Where an image has fewer
	 * pixels than a region needs, its largest pixel score stands in, which is never too low.
	 *
	 * @param heatmap scores, [height, width] row by row; what is not a number belongs to no region
	 * @param places where regions need more pixels; may be empty
	 */
	static float[] scores(final float[] heatmap, final int width, final int height, final List<ComponentLevels.Place> places) {
		final List<float[]> levels = new ArrayList<>();
		for (final double sigma : SMOOTHINGS)
			levels.add(ComponentLevels.of(filled(GaussianSmoothing.smoothKnown(heatmap, width, height, sigma)), width, height, places, AREAS));
		final float[] scores = new float[count()];
		for (int rule = 0; rule < scores.length; rule++) {
			final float level = levels.get(rule / AREAS.length)[rule % AREAS.length];
			scores[rule] = Math.max(-Float.MAX_VALUE, level == Float.NEGATIVE_INFINITY ? levels.get(0)[0] : level);
		}
		return scores;
	}

	/** With the least score where there is none, which makes no region higher. */
	private static float[] filled(final float[] heatmap) {
		float least = Float.POSITIVE_INFINITY;
		boolean all = true;
		for (final float heat : heatmap) {
			all &= !Float.isNaN(heat);
			if (heat < least)
				least = heat;
		}
		if (all)
			return heatmap;
		final float[] filled = heatmap.clone();
		for (int i = 0; i < filled.length; i++)
			filled[i] = Float.isNaN(filled[i]) ? least : filled[i];
		return filled;
	}
}
