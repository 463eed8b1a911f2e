package org.anomalyflow.threshold;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.anomalyflow.util.InvalidParameterException;

/** How a threshold was found, and so what it promises. */
public enum ThresholdMethod {

	/** The order statistic of scores for which a false-alarm rate is proved; see {@link Conformal}. */
	CONFORMAL("conformal"),

	/**
	 * The same order statistic, but of scores that models of the other images gave: about the rate asked for, measured, not
	 * promised.
	 */
	CROSS_VALIDATED("cross-validated"),

	/** From too few good images for the rate asked for; see {@link PredictionLimit}. */
	ESTIMATED("estimated"),

	/** From the very images of the training: nothing is known about new ones. */
	NONE("none"),

	/** Set by the user. */
	MANUAL("manual"),

	/** The largest F1 on labelled images. */
	F1_OPTIMAL("f1-optimal"),

	/** Not found yet: the model was imported without images to set it with. */
	UNSET("unset");

	private final String label;

	ThresholdMethod(final String label) {
		this.label = label;
	}

	/** The name in model files and tables. */
	public String label() {
		return label;
	}

	/** Whether a false-alarm rate was asked for. */
	public boolean hasRequestedRate() {
		return this == CONFORMAL || this == CROSS_VALIDATED || this == ESTIMATED;
	}

	/**
	 * The method of a name in a model file.
	 *
	 * @throws InvalidParameterException if there is none
	 */
	public static ThresholdMethod ofLabel(final String label) {
		return Arrays.stream(values()).filter(method -> method.label.equals(label)).findFirst()
			.orElseThrow(() -> new InvalidParameterException("threshold method", label,
				"one of " + Arrays.stream(values()).map(ThresholdMethod::label).collect(Collectors.joining(", "))));
	}
}
