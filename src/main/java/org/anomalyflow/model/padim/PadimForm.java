package org.anomalyflow.model.padim;

import java.util.Arrays;
import java.util.Locale;

import org.anomalyflow.util.InvalidParameterException;

/** How a model file holds the Gaussians of all positions. */
enum PadimForm {

	/** A square factor of each inverse covariance; all gains are 1. */
	FACTOR,
	/** The directions in which few images differed, with the gain of each. */
	WEIGHTED_FACTOR,
	/** The inverse covariances themselves, as anomalib has them. */
	INVERSE;

	/** The name in a model file. */
	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** The form of a name in a model file. */
	static PadimForm ofLabel(final String label) {
		return Arrays.stream(values()).filter(form -> form.label().equals(label)).findFirst()
			.orElseThrow(() -> new InvalidParameterException("form", label, "one of " + Arrays.stream(values()).map(PadimForm::label).toList()));
	}
}
