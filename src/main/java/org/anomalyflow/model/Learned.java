package org.anomalyflow.model;

import java.util.Optional;

import ai.djl.ndarray.NDList;

import com.google.gson.JsonObject;

import org.anomalyflow.tensor.Parameters;

/**
 * What was learned from good images in one pass.
 *
 * @param settings those of the detector, complete
 * @param parameters its tensors
 * @param model the detector
 * @param leftOut judges a part as if its images had not been learned; empty if that takes learning again
 * @param promises whether more images can only lower a score, so that scores of parts that were left out, over those of all,
 *          promise what held-out images promise
 */
public record Learned(JsonObject settings, Parameters parameters, DetectorModel model, Optional<LeftOut> leftOut,
	boolean promises)
{

	/** Judges one of the images that were learned without its part. */
	@FunctionalInterface
	public interface LeftOut {

		/**
		 * The evidence about an image by all other parts.
		 *
		 * @param part the image's part
		 * @param features the image's feature maps, each [1, C, H, W], finest first
		 */
		Evidence evidence(int part, NDList features);
	}
}
