/**
 * Images in and out: files and ImageJ images become {@link org.anomalyflow.image.PlanarImage}s slice by slice
 * ({@link org.anomalyflow.image.ImageFiles}, {@link org.anomalyflow.image.ImageSlices}), these become network inputs
 * ({@link org.anomalyflow.image.NetworkInput}), and score maps become ImageJ and ImgLib2 images
 * ({@link org.anomalyflow.image.ResultImages}). Resizing and smoothing reproduce the reference programs. Nothing here
 * needs a display or the engine.
 */
package org.anomalyflow.image;
