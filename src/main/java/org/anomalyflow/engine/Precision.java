package org.anomalyflow.engine;

import java.util.Locale;

import org.anomalyflow.util.InvalidParameterException;

/** In which arithmetic convolutions run. Weights, sums, log-determinants and scores are float32 in both. */
public enum Precision {

	/** Everything in float32: the reference that golden tests hold to. */
	FLOAT32,
	/** Convolutions in bfloat16 on CPUs and recent GPUs. */
	MIXED;

	/** PyTorch's numbers of its scalar types, as TorchScript source wants them. */
	private static final int TORCH_FLOAT32 = 6;
	private static final int TORCH_BFLOAT16 = 15;

	/**
	 * Reads the parameter {@code precision}.
	 *
	 * @param value {@code auto}, {@code float32} or {@code mixed}; {@code auto} is float32
	 * @throws InvalidParameterException for anything else
	 */
	public static Precision parse(final String value) {
		return switch (value == null ? "" : value.trim().toLowerCase(Locale.ROOT)) {
			case "auto", "float32" -> FLOAT32;
			case "mixed" -> MIXED;
			default -> throw new InvalidParameterException("precision", value, "use auto, float32 or mixed");
		};
	}

	/** PyTorch's number of the type in which convolutions run. */
	int torchType() {
		return this == MIXED ? TORCH_BFLOAT16 : TORCH_FLOAT32;
	}

	@Override
	public String toString() {
		return name().toLowerCase(Locale.ROOT);
	}
}
