package org.anomalyflow.inference;

/**
 * What a model reads off one image, before any threshold.
 *
 * @param score the image's score; higher means more anomalous
 * @param heatmap raw pixel scores at the image's own size, [height, width] row by row
 */
public record Reading(float score, float[] heatmap) {}
