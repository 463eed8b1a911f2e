package org.anomalyflow.model;

/**
 * Where in the maps an image's own score is found, which tells what the score of a part of the image is. Scores that are the mean
 * of the highest cells need none.
 */
public enum ScorePlace {

	/** Nowhere: it comes from the whole image. */
	WHOLE_IMAGE,
	/** The highest cell of all maps fused, at the resolution of the finest. */
	HIGHEST_OF_FUSED,
	/** The highest cell of the last map; a score may be less by a factor that depends on its neighbours. */
	HIGHEST_OF_LAST
}
