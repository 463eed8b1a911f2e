package org.anomalyflow.training;

import java.util.List;

/**
 * What is known of a training before anything is learned.
 *
 * @param model the kind of detector
 * @param backbone what computes the features
 * @param device where it is computed
 * @param precision of the arithmetic
 * @param epochs whether it learns in epochs, which have losses; otherwise it looks at each image once
 * @param images all good images
 * @param heldOut how many of them are kept from the training; 0 if all train
 */
public record TrainingStart(String model, String backbone, String device, String precision, boolean epochs, List<GoodImage> images,
	int heldOut)
{

	public TrainingStart {
		images = List.copyOf(images);
	}
}
