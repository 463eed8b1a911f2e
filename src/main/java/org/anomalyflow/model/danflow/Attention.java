package org.anomalyflow.model.danflow;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.anomalyflow.util.InvalidParameterException;

/** What weighs the output of DANFlow's subnets. */
public enum Attention {

	/** Nothing. */
	NONE,
	/** Efficient channel attention (Wang et al., CVPR 2020). */
	ECA,
	/** Global context (Cao et al., ICCVW 2019), fused by multiplication only. */
	GC,
	/** Triplet attention (Misra et al., WACV 2021). */
	TRIPLET,
	/** Shuffle attention (Zhang and Yang, ICASSP 2021). */
	SHUFFLE;

	/**
	 * Reads the parameter {@code attention}.
	 *
	 * @param value a constant's name in any case
	 * @throws InvalidParameterException for anything else
	 */
	public static Attention parse(final String value) {
		final String wanted = value == null ? "" : value.trim().toLowerCase(Locale.ROOT);
		return Arrays.stream(values()).filter(attention -> attention.toString().equals(wanted)).findFirst()
			.orElseThrow(() -> new InvalidParameterException("attention", value,
				"use " + Arrays.stream(values()).map(Attention::toString).collect(Collectors.joining(", "))));
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}
}
