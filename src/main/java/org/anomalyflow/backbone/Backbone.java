package org.anomalyflow.backbone;

import java.util.List;
import java.util.SortedMap;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

import org.anomalyflow.network.ReceptiveField;
import org.anomalyflow.tensorfile.HostTensor;

/** A frozen function from images to feature maps, the same for every image: what the flows see of the world. */
public interface Backbone {

	/** The name that the parameter {@code backbone} knows, for example {@code resnet18}. */
	String name();

	/** Mean and standard deviation of each colour channel, RGB in [0, 1], that the input must be normalised with. */
	Normalization normalization();

	/** The maps that {@link #features} returns, the finest first. */
	List<MapSpec> maps();

	/**
	 * Computes feature maps, without gradients.
	 *
	 * @param images normalised RGB images, [batch, 3, H, W]
	 * @return one map per {@link #maps()}, each [batch, channels, H / stride, W / stride], in the scope of the images
	 */
	NDList features(NDArray images);

	/** The image sizes that this backbone accepts. */
	SizeRule sizes();

	/**
	 * What a model file must embed to make this backbone again, under the names of the weights it was loaded from; empty
	 * where nothing but the name is needed.
	 */
	SortedMap<String, HostTensor> tensors();

	/** The conventions that the tensors alone do not tell, for example the padding, as a line for the model file. */
	String variant();

	/**
	 * One feature map.
	 *
	 * @param channels its channels
	 * @param stride image pixels per map pixel
	 * @param field what of the image a map pixel sees
	 */
	record MapSpec(int channels, int stride, ReceptiveField field) {}

	/**
	 * Colour normalisation: (value - mean) / std.
	 *
	 * @param mean per channel, R, G, B
	 * @param std per channel, R, G, B; above 0
	 */
	record Normalization(List<Float> mean, List<Float> std) {

		/** Leaves values in [0, 1]. */
		public static final Normalization NONE = new Normalization(List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));

		/** The statistics of ImageNet that torchvision's networks were trained with. */
		public static final Normalization IMAGENET = new Normalization(List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 0.225f));
	}

	/**
	 * Which square image sizes are allowed.
	 *
	 * @param multiple the side must be a multiple of this
	 * @param smallest least side, in pixels
	 * @param largest greatest side, in pixels
	 */
	record SizeRule(int multiple, int smallest, int largest) {}
}
