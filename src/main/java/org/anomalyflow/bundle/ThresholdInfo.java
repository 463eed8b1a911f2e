package org.anomalyflow.bundle;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;

import com.google.gson.TypeAdapter;
import com.google.gson.annotations.JsonAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonWriter;

import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.threshold.ThresholdMethod;

/**
 * A threshold as a model file holds it.
 *
 * @param value alarm at this score or more; infinite if unset
 * @param method label of a {@link ThresholdMethod}
 * @param requestedRate false-alarm rate asked for, as a decimal; null if none was
 * @param guaranteedRate false-alarm rate promised; null if none is
 * @param images how many images are behind it
 */
public record ThresholdInfo(@JsonAdapter(AnyFloat.class) float value, String method, String requestedRate, Double guaranteedRate,
	int images)
{

	public static ThresholdInfo of(final Threshold threshold) {
		return new ThresholdInfo(threshold.value(), threshold.method().label(),
			threshold.requestedRate().map(BigDecimal::toPlainString).orElse(null),
			threshold.guaranteedRate().isPresent() ? threshold.guaranteedRate().getAsDouble() : null, threshold.images());
	}

	public Threshold toThreshold() {
		return new Threshold(value, ThresholdMethod.ofLabel(method), Optional.ofNullable(requestedRate).map(BigDecimal::new),
			guaranteedRate == null ? OptionalDouble.empty() : OptionalDouble.of(guaranteedRate), images);
	}

	/** A number, or as text {@code Infinity} and {@code -Infinity}, which JSON has no numbers for. */
	static final class AnyFloat extends TypeAdapter<Float> {

		@Override
		public void write(final JsonWriter out, final Float number) throws IOException {
			if (number.isInfinite())
				out.value(number.toString());
			else
				out.value(number);
		}

		@Override
		public Float read(final JsonReader in) throws IOException {
			return Float.valueOf(in.nextString());
		}
	}
}
