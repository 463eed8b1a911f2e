package org.anomalyflow.model.danflow;

import java.util.List;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * The shape of a DANFlow network.
 *
 * @param maps the feature maps, at least one
 * @param steps flow steps of each map's flow, at least 1
 * @param depthwiseConvolutions how many 3x3 depthwise convolutions stand in each subnet, at least 1
 * @param doubleSubnets whether both halves of the channels are transformed in each step, or the second only
 * @param attention what weighs the subnets' output
 * @param layerNorm whether each map first passes a trainable layer normalisation
 */
public record DanFlowSettings(List<MapSize> maps, int steps, int depthwiseConvolutions, boolean doubleSubnets,
	Attention attention, boolean layerNorm)
{

	/** Fewest channels from which the global context block of the smaller half has a plane. */
	private static final int GC_CHANNELS = 4;

	/**
	 * The size of one feature map.
	 *
	 * @param channels at least 2
	 * @param height in pixels, at least 1; only the layer normalisation depends on it
	 * @param width in pixels, at least 1
	 */
	public record MapSize(int channels, int height, int width) {

		public MapSize {
			if (channels < 2 || height < 1 || width < 1)
				throw new AnomalyFlowException("DANFlow needs maps of at least 2 channels and 1 x 1 pixels; found " + channels +
					" channels and " + width + " x " + height + " pixels");
		}
	}

	public DanFlowSettings {
		maps = List.copyOf(maps);
		if (maps.isEmpty() || steps < 1 || depthwiseConvolutions < 1)
			throw new AnomalyFlowException("DANFlow needs at least 1 map, 1 step and 1 depthwise convolution; found " + maps
				.size() + ", " + steps + " and " + depthwiseConvolutions);
		if (attention == Attention.GC && maps.stream().anyMatch(map -> map.channels() < GC_CHANNELS))
			throw new AnomalyFlowException("Attention gc needs maps of at least " + GC_CHANNELS + " channels; found " + maps);
	}

	/** The reference's network for feature pyramids such as ResNet18's: 3 steps, 3 depthwise convolutions. */
	public static DanFlowSettings forPyramid(final List<MapSize> maps, final Attention attention) {
		return new DanFlowSettings(maps, 3, 3, true, attention, true);
	}

	/** The reference's network for the single map of a vision transformer: 2 steps, 1 depthwise convolution. */
	public static DanFlowSettings forTransformer(final MapSize map, final Attention attention) {
		return new DanFlowSettings(List.of(map), 2, 1, true, attention, false);
	}
}
