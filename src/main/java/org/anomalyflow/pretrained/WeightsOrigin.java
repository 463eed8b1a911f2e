package org.anomalyflow.pretrained;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

import org.anomalyflow.network.PaddingRule;
import org.anomalyflow.network.ResNetLayout;
import org.anomalyflow.network.TransformerLayout;
import org.anomalyflow.util.InvalidParameterException;

/**
 * Where weights come from, which decides padding and normalisation epsilon: the tensors alone do not tell.
 * <table>
 * <caption>What follows from the origin</caption>
 * <tr><th>origin</th><th>EfficientNet padding</th><th>epsilon B4</th><th>epsilon B5</th></tr>
 * <tr><td>torchvision</td><td>symmetric</td><td>1e-5</td><td>1e-3</td></tr>
 * <tr><td>timm (efficientnet_b*)</td><td>symmetric</td><td>1e-5</td><td>1e-5</td></tr>
 * <tr><td>lukemelas</td><td>same_static380, same_static456</td><td>1e-3</td><td>1e-3</td></tr>
 * <tr><td>tensorflow (timm tf_efficientnet_b*, direct ports)</td><td>same</td><td>1e-3</td><td>1e-3</td></tr>
 * </table>
 * ResNet always has symmetric padding and 1e-5, vision transformers 1e-6. ResNet-50 of the origin {@code msra} strides in
 * the first 1 x 1 convolution of a block instead of the 3 x 3, pads its pooling otherwise and takes colours of which only
 * the mean is subtracted.
 */
public enum WeightsOrigin {

	/** torchvision's model files. */
	TORCHVISION,

	/** timm's own model files. */
	TIMM,

	/** The package efficientnet_pytorch, with its padding fixed for the training size. */
	LUKEMELAS,

	/** Weights trained with TensorFlow's padding, whatever the names of the tensors are. */
	TENSORFLOW,

	/**
	 * The authors' own ResNet-50 of Microsoft Research Asia (He et al. 2016), trained in Caffe: another network than
	 * torchvision's with the same tensors.
	 */
	MSRA;

	/** The name in files and parameters. */
	public String id() {
		return name().toLowerCase(Locale.ROOT);
	}

	/** The padding that an architecture's weights of this origin were made for. */
	public PaddingRule padding(final WeightsArchitecture architecture) {
		if (!architecture.isEfficientNet())
			return PaddingRule.SYMMETRIC_RULE;
		return switch (this) {
			case TORCHVISION, TIMM, MSRA -> PaddingRule.SYMMETRIC_RULE;
			case TENSORFLOW -> PaddingRule.SAME_RULE;
			case LUKEMELAS -> architecture == WeightsArchitecture.EFFICIENTNET_B4 ? new PaddingRule(380) : new PaddingRule(456);
		};
	}

	/** The epsilon of the BatchNorm (ResNet, EfficientNet) or LayerNorm (transformers) layers. */
	public double epsilon(final WeightsArchitecture architecture) {
		if (architecture.isTransformer())
			return TransformerLayout.EPSILON;
		if (!architecture.isEfficientNet())
			return ResNetLayout.EPSILON;
		return switch (this) {
			case TORCHVISION -> architecture == WeightsArchitecture.EFFICIENTNET_B4 ? 1e-5 : 1e-3;
			case TIMM, MSRA -> 1e-5;
			case LUKEMELAS, TENSORFLOW -> 1e-3;
		};
	}

	/**
	 * The origin of a name.
	 *
	 * @throws InvalidParameterException if there is none
	 */
	public static WeightsOrigin of(final String id) {
		for (final WeightsOrigin origin : values())
			if (origin.id().equals(id))
				return origin;
		throw new InvalidParameterException("origin", id, Arrays.stream(values()).map(WeightsOrigin::id).collect(Collectors.joining(", ")));
	}
}
