package org.anomalyflow.model;

import java.util.List;

import ai.djl.ndarray.types.Shape;

/**
 * What a detector is going to read.
 *
 * @param backbone name of the network behind the features
 * @param features shapes of the feature maps of one image, [C, H, W], finest first
 * @param imageSize side of the square to which images are resized, in pixels
 */
public record DetectorInput(String backbone, List<Shape> features, int imageSize) {}
