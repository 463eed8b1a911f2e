package org.anomalyflow.bundle;

/**
 * Which marked regions a model accepts at one place of an image.
 *
 * @param name of the place
 * @param minArea regions with fewer pixels are accepted
 * @param maxRegions so many larger ones are, in an image whose score passes
 * @param roi the place: an ImageJ ROI as a {@code .roi} file has it, in Base64
 */
public record AcceptedPlace(String name, int minArea, int maxRegions, String roi) {}
