package org.anomalyflow.checkpoint;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.anomalyflow.util.InvalidParameterException;

/** What a model can be exported as. */
public enum ExportFormat {

	/** The flow's tensors under the reference's names, and a description beside them. */
	SAFETENSORS,
	/** One program for {@code torch.jit.load}. */
	TORCHSCRIPT,
	/** That program as a model package of bioimage.io, a ZIP. */
	BIOIMAGEIO;

	/** The name in the parameter {@code format}. */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * Reads the parameter {@code format}.
	 *
	 * @throws InvalidParameterException if there is no such format
	 */
	public static ExportFormat parse(final String value) {
		return Arrays.stream(values()).filter(format -> format.id().equals(value)).findFirst()
			.orElseThrow(() -> new InvalidParameterException("format", value,
				"use " + Arrays.stream(values()).map(ExportFormat::id).collect(Collectors.joining(" or "))));
	}
}
