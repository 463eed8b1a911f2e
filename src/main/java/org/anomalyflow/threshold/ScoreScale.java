package org.anomalyflow.threshold;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.anomalyflow.util.InvalidParameterException;

/**
 * What values a detector's scores and heatmaps take; higher is always more anomalous. It decides on which scale their
 * tail is close to a normal distribution, so that it can be extended beyond the largest of a few scores.
 */
public enum ScoreScale {

	/** Energies, squares, distances: 0 to infinity. Their logarithm is taken. */
	ENERGY("energy") {

		@Override
		public double transform(final double score) {
			return Math.log(Math.max(score, LEAST_ENERGY));
		}

		@Override
		public double restore(final double value) {
			return Math.exp(value);
		}
	},

	/** Minus likelihoods, -exp(-energy): -1 to 0. The logarithm of the energy is taken. */
	NEGATIVE_LIKELIHOOD("negative-likelihood") {

		@Override
		public double transform(final double score) {
			return Math.log(Math.max(-Math.log(-Math.max(-1, Math.min(score, -Float.MIN_NORMAL))), LEAST_ENERGY));
		}

		@Override
		public double restore(final double value) {
			return Math.min(-Math.exp(-Math.exp(value)), -Float.MIN_NORMAL);
		}
	},

	/** Any number: it is taken as it is. */
	REAL("real") {

		@Override
		public double transform(final double score) {
			return score;
		}

		@Override
		public double restore(final double value) {
			return value;
		}
	};

	private static final double LEAST_ENERGY = 1e-30;

	private final String label;

	ScoreScale(final String label) {
		this.label = label;
	}

	/** The name in model files. */
	public String label() {
		return label;
	}

	/** A score on the scale on which tails are close to normal; increasing. */
	public abstract double transform(double score);

	/** The inverse of {@link #transform}, inside the range of scores. */
	public abstract double restore(double value);

	/**
	 * The scale of a name in a model file.
	 *
	 * @throws InvalidParameterException if there is none
	 */
	public static ScoreScale ofLabel(final String label) {
		return Arrays.stream(values()).filter(scale -> scale.label.equals(label)).findFirst()
			.orElseThrow(() -> new InvalidParameterException("score scale", label,
				"one of " + Arrays.stream(values()).map(ScoreScale::label).collect(Collectors.joining(", "))));
	}
}
