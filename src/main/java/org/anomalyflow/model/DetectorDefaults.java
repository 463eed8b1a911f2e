package org.anomalyflow.model;

/**
 * What a detector does on a backbone if the user chooses nothing else.
 *
 * @param imageSize side of the square to which images are resized, in pixels
 * @param standardise whether the features are brought to mean 0 and deviation 1
 * @param fusion how the maps of several scales make the heatmap
 * @param topShare an image's score is the mean of this share of the heatmap's highest cells; 0 for the paper's own score
 */
public record DetectorDefaults(int imageSize, boolean standardise, MapFusion fusion, double topShare) {}
