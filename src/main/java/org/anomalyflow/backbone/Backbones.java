package org.anomalyflow.backbone;

import java.util.List;
import java.util.Map;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;

import org.anomalyflow.engine.ComputeContext;
import org.anomalyflow.network.EfficientNetLayout;
import org.anomalyflow.network.NetworkLayout;
import org.anomalyflow.network.ResNetLayout;
import org.anomalyflow.network.TransformerLayout;
import org.anomalyflow.pretrained.WeightsArchitecture;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.util.AnomalyFlowException;
import org.anomalyflow.util.InvalidParameterException;

/** Makes backbones by name, from the tensors of a weights file as from those that a model file embeds. */
public final class Backbones {

	/** The greatest image side that any backbone takes, in pixels. */
	static final int LARGEST_SIDE = 4096;

	private Backbones() {}

	/** The names of the backbones that need weights, as the parameter {@code backbone} knows them. */
	public static List<String> names() {
		return WeightsArchitecture.backbones();
	}

	/**
	 * Makes a frozen network.
	 *
	 * @param context where it computes; its arrays are freed with it
	 * @param name {@link FilterBank#NAME} or one of {@link #names()}
	 * @param tensors its tensors, torchvision's or timm's names; a whole state dict may be given, only what is needed is
	 *          loaded
	 * @param variant what the tensors do not tell, as {@link Backbone#variant()} gives it; empty for the defaults. Residual
	 *          networks deliver a fourth map with {@code layers=4}, transformers compute eight blocks with {@code blocks=8}, where
	 *          the tensors have them
	 * @throws InvalidParameterException if there is no such backbone
	 * @throws AnomalyFlowException naming all missing, unexpected and wrongly shaped tensors, or what is wrong with the
	 *           variant
	 */
	public static Backbone create(final ComputeContext context, final String name, final Map<String, HostTensor> tensors,
		final String variant)
	{
		if (FilterBank.NAME.equals(name))
			return new FilterBank(context, variant);
		final WeightsArchitecture network = network(name);
		if (network.layout() instanceof ResNetLayout layout)
			return new ResNet(context, layout, tensors, variant);
		if (network.layout() instanceof TransformerLayout layout)
			return new VisionTransformer(context, layout, tensors, variant);
		return new EfficientNet(context, network, tensors, variant);
	}

	/**
	 * How images must be normalised for a backbone, without making it.
	 *
	 * @param name {@link FilterBank#NAME} or one of {@link #names()}
	 * @param variant as for {@link #create}
	 * @throws InvalidParameterException if there is no such backbone
	 */
	public static Backbone.Normalization normalization(final String name, final String variant) {
		if (FilterBank.NAME.equals(name))
			return Backbone.Normalization.NONE;
		final NetworkLayout network = network(name).layout();
		if (network instanceof ResNetLayout layout)
			return ResNet.normalization(layout, variant);
		return network instanceof TransformerLayout layout ? VisionTransformer.normalization(layout) : Backbone.Normalization.IMAGENET;
	}

	/**
	 * The maps of a backbone, without making it.
	 *
	 * @param name {@link FilterBank#NAME} or one of {@link #names()}
	 * @param variant as for {@link #create}
	 * @throws InvalidParameterException if there is no such backbone
	 */
	public static List<Backbone.MapSpec> maps(final String name, final String variant) {
		if (FilterBank.NAME.equals(name))
			return FilterBank.maps(FilterBank.COLOUR.equals(variant));
		final NetworkLayout network = network(name).layout();
		if (network instanceof ResNetLayout layout)
			return ResNet.maps(layout, variant);
		return network instanceof TransformerLayout layout ? VisionTransformer.maps(layout) : EfficientNet.maps((EfficientNetLayout) network);
	}

	private static WeightsArchitecture network(final String name) {
		return WeightsArchitecture.serving(name).stream().findFirst().orElseThrow(() -> unknown(name));
	}

	private static InvalidParameterException unknown(final String name) {
		return new InvalidParameterException("backbone", name, "use " + FilterBank.NAME + " or one of " + String.join(", ", names()));
	}

	/** Makes sure that images are [batch, 3, H, W]. */
	static void checkImages(final NDArray images) {
		final Shape shape = images.getShape();
		if (shape.dimension() != 4 || shape.get(1) != 3)
			throw new AnomalyFlowException("Images of shape " + shape + " were given, expected [batch, 3, height, width]");
	}
}
