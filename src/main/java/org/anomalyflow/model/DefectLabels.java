package org.anomalyflow.model;

import java.util.Optional;

import ai.djl.ndarray.NDArray;

/**
 * What is known about a batch of images of which some have painted defects.
 *
 * @param masks 1 for defective cells of the finest feature map, 0 for others, [batch, H, W]
 * @param parts the part that each image shows, as {@link FlowModel#begin} had them
 * @param counted the cells to learn from; empty for all
 */
public record DefectLabels(NDArray masks, int[] parts, Optional<CountedCells> counted) {}
