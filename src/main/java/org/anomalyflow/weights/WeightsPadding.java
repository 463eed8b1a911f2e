package org.anomalyflow.weights;

/**
 * How a network's strided convolutions pad their input. It belongs to the weights, not to the tensors: the same tensors
 * under another padding are another network.
 */
public enum WeightsPadding {

	/** k/2 zeros on every side, as torchvision and timm do. */
	SYMMETRIC("symmetric"),

	/** TensorFlow's "same": as much as the input's size needs, the odd zero after the data. */
	SAME("same"),

	/** TensorFlow's "same" worked out once for images of 380 px, whatever their real size: lukemelas, EfficientNet-B4. */
	SAME_STATIC_380("same_static380"),

	/** TensorFlow's "same" worked out once for images of 456 px, whatever their real size: lukemelas, EfficientNet-B5. */
	SAME_STATIC_456("same_static456");

	private final String id;

	WeightsPadding(final String id) {
		this.id = id;
	}

	/** The name in files. */
	public String id() {
		return id;
	}

	/** The padding of a name in a file, or null. */
	static WeightsPadding of(final String id) {
		for (final WeightsPadding padding : values())
			if (padding.id.equals(id))
				return padding;
		return null;
	}
}
