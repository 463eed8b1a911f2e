package org.anomalyflow.bundle;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;

import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.threshold.ThresholdMethod;

/**
 * A threshold as a model file holds it.
 *
 * @param value alarm at this score or more
 * @param method conformal, estimated, manual or f1-optimal
 * @param requestedRate false-alarm rate asked for, as a decimal; null unless conformal or estimated
 * @param guaranteedRate false-alarm rate promised; null unless conformal or estimated
 * @param images how many images are behind it
 */
public record ThresholdInfo(float value, String method, String requestedRate, Double guaranteedRate, int images) {

	public static ThresholdInfo of(final Threshold threshold) {
		return new ThresholdInfo(threshold.value(), threshold.method().label(), threshold.requestedRate().map(
			BigDecimal::toPlainString).orElse(null), threshold.guaranteedRate().isPresent() ? threshold.guaranteedRate()
				.getAsDouble() : null, threshold.images());
	}

	public Threshold toThreshold() {
		return new Threshold(value, ThresholdMethod.ofLabel(method), Optional.ofNullable(requestedRate).map(BigDecimal::new),
			guaranteedRate == null ? OptionalDouble.empty() : OptionalDouble.of(guaranteedRate), images);
	}
}
