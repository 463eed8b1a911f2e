package org.anomalyflow.image;

/**
 * One position of a stack or hyperstack.
 *
 * @param number 1-based number among the positions of its {@link ImageSlices}; what tables call {@code slice}
 * @param label the first line of the slice's label; may be empty
 * @param channel 1-based channel, 0 if all channels were merged to RGB
 * @param slice 1-based z position
 * @param frame 1-based time
 * @param image the pixels
 */
public record ImageSlice(int number, String label, int channel, int slice, int frame, PlanarImage image) {}
