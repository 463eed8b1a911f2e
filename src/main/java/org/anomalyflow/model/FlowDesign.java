package org.anomalyflow.model;

/**
 * What a recipe chooses about a flow beyond the paper.
 *
 * @param hidden channels of the subnets' hidden maps
 * @param fusion how the maps of several scales make the heatmap
 * @param topShare an image's score is the mean of this share of the heatmap's highest cells; 0 for the paper's own score
 */
public record FlowDesign(int hidden, MapFusion fusion, double topShare) {}
