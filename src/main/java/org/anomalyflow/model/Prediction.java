package org.anomalyflow.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What a model says about a batch of images; higher means more anomalous.
 *
 * @param scores the paper's score of each image, [batch]
 * @param maps anomaly maps of the scales, the finest first, each [batch, H, W] at its own resolution
 */
public record Prediction(NDArray scores, NDList maps) {}
