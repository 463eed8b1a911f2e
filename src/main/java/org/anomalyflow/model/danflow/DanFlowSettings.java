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
public record DanFlowSettings(List<MapSize> maps, int steps, int depthwiseConvolutions, boolean doubleSubnets, Attention attention,
	boolean layerNorm)
{

	/** Fewest channels from which the global context block of the smaller half has a plane. */
	private static final int GC_CHANNELS = 4;

	/** Most feature maps. */
	static final int MOST_MAPS = 16;
	/** Most channels, rows or columns of a feature map. */
	static final int LARGEST_SIDE = 1 << 16;
	/** Most flow steps of each map's flow. */
	static final int MOST_STEPS = 64;
	/** Most depthwise convolutions in a subnet. */
	static final int MOST_CONVOLUTIONS = 16;

	/**
	 * The size of one feature map.
	 *
	 * @param channels at least 2
	 * @param height in pixels, at least 1; only the layer normalisation depends on it
	 * @param width in pixels, at least 1
	 */
	public record MapSize(int channels, int height, int width) {

		public MapSize {
			if (channels < 2 || height < 1 || width < 1 || Math.max(channels, Math.max(height, width)) > LARGEST_SIDE)
				throw new AnomalyFlowException("DANFlow needs maps of at least 2 channels and 1 x 1 pixels, and at most " + LARGEST_SIDE +
					" of each; found " + channels + " channels and " + width + " x " + height + " pixels");
		}
	}

	public DanFlowSettings {
		maps = List.copyOf(maps);
		if (maps.isEmpty() || maps.size() > MOST_MAPS || steps < 1 || steps > MOST_STEPS || depthwiseConvolutions < 1 ||
			depthwiseConvolutions > MOST_CONVOLUTIONS)
			throw new AnomalyFlowException("DANFlow needs 1 to " + MOST_MAPS + " maps, 1 to " + MOST_STEPS + " steps and 1 to " +
				MOST_CONVOLUTIONS + " depthwise convolutions; found " + maps.size() + ", " + steps + " and " + depthwiseConvolutions);
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
