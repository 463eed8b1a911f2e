package org.anomalyflow.image;

import ij.ImagePlus;

/**
 * What a file holds.
 *
 * @param image the pixels, upright
 * @param visible whether each pixel of the first page is at least partly opaque, row by row; null without transparency
 * @param offset what was added to signed values of the file so that they are not negative
 * @param lossy whether the format stores values approximately
 * @param orientation how the picture was turned
 */
record DecodedImage(ImagePlus image, boolean[] visible, int offset, boolean lossy, Orientation orientation) {}
