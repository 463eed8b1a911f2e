package org.anomalyflow.backbone;

import java.util.List;
import java.util.Map;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.tensor.ComputeContext;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;
import org.anomalyflow.weights.HostTensor;

/** Makes backbones by name, from the tensors of a weights file as from those that a model file embeds. */
public final class Backbones {

	/** The greatest image side that any backbone takes, in pixels. */
	static final int LARGEST_SIDE = 4096;

	private Backbones() {}

	/** The names of the backbones that need weights, as the parameter {@code backbone} knows them. */
	public static List<String> names() {
		return List.of(ResNet18.NAME, EfficientNet.Size.B4.label(), EfficientNet.Size.B5.label(), TransformerShape.DEIT_BASE_384
			.label(), TransformerShape.EVA_LARGE.label());
	}

	/**
	 * Makes a frozen network.
	 *
	 * @param context where it computes; its arrays are freed with it
	 * @param name one of {@link #names()}
	 * @param tensors its tensors, torchvision's or timm's names; a whole state dict may be given, only what is needed is
	 *          loaded
	 * @param variant what the tensors do not tell, as {@link Backbone#variant()} gives it; empty for the defaults
	 * @throws InvalidParameterException if there is no such backbone
	 * @throws AnomalyFlowException naming all missing, unexpected and wrongly shaped tensors, or what is wrong with the
	 *           variant
	 */
	public static Backbone create(final ComputeContext context, final String name, final Map<String, HostTensor> tensors,
		final String variant)
	{
		return switch (name) {
			case FilterBank.NAME -> new FilterBank(context, variant);
			case ResNet18.NAME -> {
				Variant.parse(ResNet18.NAME, variant, Map.of());
				yield new ResNet18(context, tensors);
			}
			case "efficientnet-b4" -> new EfficientNet(context, EfficientNet.Size.B4, tensors, variant);
			case "efficientnet-b5" -> new EfficientNet(context, EfficientNet.Size.B5, tensors, variant);
			case "deit-base-384" -> new VisionTransformer(context, TransformerShape.DEIT_BASE_384, tensors, variant);
			case "eva-large" -> new VisionTransformer(context, TransformerShape.EVA_LARGE, tensors, variant);
			default -> throw unknown(name);
		};
	}

	/**
	 * How images must be normalised for a backbone, without making it.
	 *
	 * @param name {@link FilterBank#NAME} or one of {@link #names()}
	 * @throws InvalidParameterException if there is no such backbone
	 */
	public static Backbone.Normalization normalization(final String name) {
		return switch (name) {
			case FilterBank.NAME -> Backbone.Normalization.NONE;
			case ResNet18.NAME, "efficientnet-b4", "efficientnet-b5" -> Backbone.Normalization.IMAGENET;
			case "deit-base-384" -> TransformerShape.DEIT_BASE_384.normalization();
			case "eva-large" -> TransformerShape.EVA_LARGE.normalization();
			default -> throw unknown(name);
		};
	}

	private static InvalidParameterException unknown(final String name) {
		return new InvalidParameterException("backbone", name, "use " + FilterBank.NAME + " or one of " + String.join(", ",
			names()));
	}

	/** Makes sure that images are [batch, 3, H, W]. */
	static void checkImages(final NDArray images) {
		final Shape shape = images.getShape();
		if (shape.dimension() != 4 || shape.get(1) != 3)
			throw new AnomalyFlowException("Images of shape " + shape + " were given, expected [batch, 3, height, width]");
	}
}
