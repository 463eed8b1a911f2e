package org.anomalyflow.threshold;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.anomalyflow.util.InvalidParameterException;

/** Which good images gave the scores behind a threshold, and what a model that judges new ones owes them. */
public enum ThresholdBasis {

	/** Images that no training has seen: exchangeable with new good ones, so that a rate is promised. */
	HELD_OUT("held-out", "held-out good images", true),

	/**
	 * All images, each judged by a memory of all others, which more images can only make milder: the promise of held-out
	 * images holds for the memory of all.
	 */
	LEAVE_ONE_OUT("leave-one-out", "good images, each judged without itself", true),

	/** All images, each judged by a model of the other folds: measured, but promised for no single model. */
	CROSS_VALIDATION("cross-validation", "good images, each judged by a model that had not seen it", false),

	/** The images of the training itself: their scores are too low, and tell nothing about new ones. */
	TRAINING("training", "training images", false);

	private final String label;
	private final String words;
	private final boolean promises;

	ThresholdBasis(final String label, final String words, final boolean promises) {
		this.label = label;
		this.words = words;
		this.promises = promises;
	}

	/** The name in model files. */
	public String label() {
		return label;
	}

	/** What the images are, in the plural. */
	String words() {
		return words;
	}

	/** Whether a false-alarm rate is proved. */
	public boolean promises() {
		return promises;
	}

	/** How the order statistic of such scores is called. */
	ThresholdMethod method() {
		return this == TRAINING ? ThresholdMethod.NONE : promises ? ThresholdMethod.CONFORMAL : ThresholdMethod.CROSS_VALIDATED;
	}

	/**
	 * The basis of a name in a model file.
	 *
	 * @throws InvalidParameterException if there is none
	 */
	public static ThresholdBasis ofLabel(final String label) {
		return Arrays.stream(values()).filter(basis -> basis.label.equals(label)).findFirst()
			.orElseThrow(() -> new InvalidParameterException("threshold basis", label,
				"one of " + Arrays.stream(values()).map(ThresholdBasis::label).collect(Collectors.joining(", "))));
	}
}
