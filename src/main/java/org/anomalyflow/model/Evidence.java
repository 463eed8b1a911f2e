package org.anomalyflow.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;

/**
 * What a model says about a batch of images; higher means more anomalous.
 *
 * @param scores the model's own score of each image, [batch]
 * @param maps its anomaly maps, the finest first, each [batch, H, W] at its own resolution
 * @param fusion how the maps become one
 */
public record Evidence(NDArray scores, NDList maps, MapFusion fusion) {}
