package org.anomalyflow.weights;

import java.util.Locale;

/** The networks whose public weights are understood. */
public enum WeightsArchitecture {

	RESNET18("resnet18", "resnet18"),
	EFFICIENTNET_B4("efficientnet-b4", "efficientnet-b4"),
	EFFICIENTNET_B5("efficientnet-b5", "efficientnet-b5"),
	DEIT_BASE_384("deit-base-384", "deit-base-384"),
	EVA_LARGE_196("eva-large-196", "eva-large"),
	EVA_LARGE_336("eva-large-336", "eva-large");

	private final String id;
	private final String backbone;

	WeightsArchitecture(final String id, final String backbone) {
		this.id = id;
		this.backbone = backbone;
	}

	/** The name in files. */
	public String id() {
		return id;
	}

	/** The value of the parameter {@code backbone} that it serves. */
	public String backbone() {
		return backbone;
	}

	/** Whether it is an EfficientNet, the only networks here whose padding depends on the weights. */
	public boolean isEfficientNet() {
		return this == EFFICIENTNET_B4 || this == EFFICIENTNET_B5;
	}

	/** Whether it is a vision transformer. */
	public boolean isTransformer() {
		return this == DEIT_BASE_384 || this == EVA_LARGE_196 || this == EVA_LARGE_336;
	}

	/** The architecture of a name in a file, or null. */
	static WeightsArchitecture of(final String id) {
		for (final WeightsArchitecture architecture : values())
			if (architecture.id.equals(String.valueOf(id).toLowerCase(Locale.ROOT).replace('_', '-')))
				return architecture;
		return null;
	}
}
