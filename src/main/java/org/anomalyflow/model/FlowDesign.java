package org.anomalyflow.model;

/**
 * What a recipe chooses about a flow beyond the shapes of its features.
 *
 * @param hidden channels of the subnets' hidden maps, for CS-Flow
 * @param steps flow steps of each map, for DANFlow
 * @param depthwise depthwise convolutions of each subnet, for DANFlow
 * @param attention what weighs the subnets' output, for DANFlow
 * @param fusion how the maps of several scales make the heatmap
 * @param topShare an image's score is the mean of this share of the heatmap's highest cells; 0 for the paper's own score
 */
public record FlowDesign(int hidden, int steps, int depthwise, String attention, MapFusion fusion, double topShare) {

	private static final String NO_ATTENTION = "none";

	/** A design of CS-Flow. */
	public static FlowDesign csFlow(final int hidden, final MapFusion fusion, final double topShare) {
		return new FlowDesign(hidden, 0, 0, NO_ATTENTION, fusion, topShare);
	}

	/** A design of DANFlow. */
	public static FlowDesign danFlow(final int steps, final int depthwise, final MapFusion fusion,
		final double topShare)
	{
		return new FlowDesign(0, steps, depthwise, NO_ATTENTION, fusion, topShare);
	}

	/** The same with another attention. */
	public FlowDesign withAttention(final String other) {
		return new FlowDesign(hidden, steps, depthwise, other, fusion, topShare);
	}
}
