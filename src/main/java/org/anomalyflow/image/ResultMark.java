package org.anomalyflow.image;

import ij.ImagePlus;

import org.anomalyflow.util.AnomalyFlowException;

/**
 * Tells images that a detection has made from those that a user has opened, so that a heatmap is not inspected in place of the
 * part. The mark belongs to the open image; a file that it is saved as does not have it.
 */
public final class ResultMark {

	private static final String KEY = "org.anomalyflow.result-of";

	private ResultMark() {}

	/** Marks an image as made of another one. */
	public static void put(final ImagePlus result, final ImagePlus source) {
		result.setProperty(KEY, source(source) == null ? source : source(source));
	}

	/** Whether a detection has made the image. */
	public static boolean isOn(final ImagePlus image) {
		return source(image) != null;
	}

	/**
	 * The image to inspect where this one is the active one: itself, or what it was made of if it is a result.
	 *
	 * @param image may be null, as the answer may then be
	 * @throws AnomalyFlowException if that is closed
	 */
	public static ImagePlus inspected(final ImagePlus image) {
		if (image == null || !isOn(image))
			return image;
		final ImagePlus source = source(image);
		if (source.getProcessor() == null)
			throw new AnomalyFlowException("The active image, " + image.getTitle() + ", is a result, and " + source.getTitle() +
				", of which it was made, is closed. Open that again, or make another image the active one.");
		return source;
	}

	/** The image that was inspected; null if this one is no result. */
	public static ImagePlus source(final ImagePlus image) {
		return image.getProperty(KEY) instanceof ImagePlus source ? source : null;
	}
}
