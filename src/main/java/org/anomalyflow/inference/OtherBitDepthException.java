package org.anomalyflow.inference;

import org.anomalyflow.util.AnomalyFlowException;

/** An image has another bit depth than the images that a model was trained on; those beside it mostly have it, too. */
public final class OtherBitDepthException extends AnomalyFlowException {

	private static final long serialVersionUID = 1L;

	/**
	 * @param image its name
	 * @param found bits per channel of the image
	 * @param wanted bits per channel of the training images
	 */
	OtherBitDepthException(final String image, final int found, final int wanted) {
		super("The image " + image + " has " + found + " bits per channel, but the model was trained on " + wanted +
			"-bit images, whose intensities mean something else. Convert the image (Image > Type) or train a model on such images.");
	}
}
