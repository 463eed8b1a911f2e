package org.anomalyflow.model;

/**
 * What a recipe chooses about a flow beyond the paper.
 *
 * @param hidden channels of the subnets' hidden maps, for CS-Flow
 * @param fusion how the maps of several scales make the heatmap
 * @param topShare an image's score is the mean of this share of the heatmap's highest cells; 0 for the paper's own score
 * @param attention what weighs the subnets' output, for DANFlow
 */
public record FlowDesign(int hidden, MapFusion fusion, double topShare, String attention) {

	/** The same with another attention. */
	public FlowDesign withAttention(final String other) {
		return new FlowDesign(hidden, fusion, topShare, other);
	}
}
