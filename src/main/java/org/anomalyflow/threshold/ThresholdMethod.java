package org.anomalyflow.threshold;

import java.util.Arrays;
import java.util.stream.Collectors;

import org.anomalyflow.util.InvalidParameterException;

/** How a threshold was found. */
public enum ThresholdMethod {

	/** From held-out good images, with a promised false-alarm rate; see {@link Conformal}. */
	CONFORMAL("conformal"),

	/** From too few held-out good images to promise the rate asked for; see {@link TailEstimate}. */
	ESTIMATED("estimated"),

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

	/**
	 * The method of a name in a model file.
	 *
	 * @throws InvalidParameterException if there is none
	 */
	public static ThresholdMethod ofLabel(final String label) {
		return Arrays.stream(values()).filter(method -> method.label.equals(label)).findFirst().orElseThrow(
			() -> new InvalidParameterException("threshold method", label, "one of " + Arrays.stream(values()).map(
				ThresholdMethod::label).collect(Collectors.joining(", "))));
	}
}
