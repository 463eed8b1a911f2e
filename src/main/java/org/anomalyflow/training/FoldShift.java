package org.anomalyflow.training;

import java.util.SortedMap;
import java.util.function.ToDoubleFunction;

import org.apache.commons.math3.stat.StatUtils;

import org.anomalyflow.calibration.GoodPredictions.Part;
import org.anomalyflow.threshold.ScoreScale;

/**
 * How scores of unseen good images change while a model is trained on, read off parts that one model judged twice: early and
 * at the end. As long as a model does not learn its images by heart, the change on the {@link ScoreScale} of the scores is
 * nearly the same for all parts, and its mean brings the early scores of other models to the end. One standard error of the
 * mean is added, so that chance rather raises thresholds than lowers them. A model that does learn them by heart tears the
 * scores of unseen ones apart; then no shift helps, see {@link #isReliable}.
 */
final class FoldShift {

	/** Largest spread of the changes, as a share of the spread of the scores. */
	private static final double LARGEST_SPREAD = 0.5;

	private final ScoreScale scale;
	private final boolean reliable;
	private final double ofScore;
	private final double[] ofLevels;
	private final double ofMedian;

	/**
	 * @param scale what values the scores take
	 * @param early what was read first, by part, at least one
	 * @param late what was read of the same parts at the end
	 */
	FoldShift(final ScoreScale scale, final SortedMap<Integer, Part> early, final SortedMap<Integer, Part> late) {
		this.scale = scale;
		final double[] changes = changes(early, late, Part::score);
		reliable = changes.length > 1 &&
			spread(changes) <= LARGEST_SPREAD * spread(early.values().stream().mapToDouble(part -> scale.transform(part.score())).toArray());
		ofScore = shift(early, late, Part::score);
		ofLevels = new double[early.get(early.firstKey()).levels().length];
		for (int i = 0; i < ofLevels.length; i++) {
			final int level = i;
			ofLevels[i] = shift(early, late, part -> part.levels()[level]);
		}
		ofMedian = shift(early, late, Part::median);
	}

	private double shift(final SortedMap<Integer, Part> early, final SortedMap<Integer, Part> late, final ToDoubleFunction<Part> value) {
		final double[] changes = changes(early, late, value);
		return StatUtils.mean(changes) + spread(changes) / Math.sqrt(changes.length);
	}

	private double[] changes(final SortedMap<Integer, Part> early, final SortedMap<Integer, Part> late, final ToDoubleFunction<Part> value) {
		return early.keySet().stream()
			.mapToDouble(part -> scale.transform(value.applyAsDouble(late.get(part))) - scale.transform(value.applyAsDouble(early.get(part))))
			.toArray();
	}

	private static double spread(final double[] values) {
		return Math.sqrt(StatUtils.variance(values));
	}

	/** Whether the change is the same for all parts, up to half of the spread of their scores. */
	boolean isReliable() {
		return reliable;
	}

	/** What was read early, brought to the end. */
	Part apply(final Part early) {
		final float[] levels = early.levels().clone();
		for (int i = 0; i < levels.length; i++)
			levels[i] = apply(levels[i], ofLevels[i]);
		return new Part(apply(early.score(), ofScore), levels, apply(early.median(), ofMedian));
	}

	private float apply(final float value, final double shift) {
		return (float) scale.restore(scale.transform(value) + shift);
	}
}
