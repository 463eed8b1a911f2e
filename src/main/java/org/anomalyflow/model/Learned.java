package org.anomalyflow.model;

import java.util.Optional;

import ai.djl.ndarray.NDList;

import com.google.gson.JsonObject;

import org.anomalyflow.engine.Parameters;

/**
 * What was learned from good images in one pass.
 *
 * @param settings those of the detector, complete
 * @param parameters its tensors
 * @param model the detector
 * @param leftOut judges a part as if its images had not been learned; empty if that takes learning again
 * @param promise what scores of parts that were left out promise about new images, as held-out images do
 */
public record Learned(JsonObject settings, Parameters parameters, DetectorModel model, Optional<LeftOut> leftOut, Promise promise) {

	/**
	 * What more images can only lower: scores of parts that were left out then are at least those of the detector of all,
	 * and promise what held-out images promise.
	 */
	public enum Promise {
		/** Neither the scores of images nor their maps. */
		NOTHING,
		/** The scores of images, but not their maps. */
		SCORES,
		/** Both. */
		SCORES_AND_MAPS;

		/** Whether the scores of images are promised. */
		public boolean ofScores() {
			return this != NOTHING;
		}

		/** Whether their maps are. */
		public boolean ofMaps() {
			return this == SCORES_AND_MAPS;
		}
	}

	/** Of a detector whose scores and maps are promised, or neither. */
	public Learned(final JsonObject settings, final Parameters parameters, final DetectorModel model, final Optional<LeftOut> leftOut,
		final boolean promises)
	{
		this(settings, parameters, model, leftOut, promises ? Promise.SCORES_AND_MAPS : Promise.NOTHING);
	}

	/** Judges one of the images that were learned without its part. */
	@FunctionalInterface
	public interface LeftOut {

		/**
		 * The evidence about an image by all other parts.
		 *
		 * @param part the image's part
		 * @param features the image's feature maps, each [1, C, H, W], finest first
		 */
		Prediction predict(int part, NDList features);
	}
}
