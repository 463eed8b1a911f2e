package org.anomalyflow.threshold;

/**
 * What to do with an image, and why.
 *
 * @param decision what to do
 * @param reason why, in a few words; empty for an image that passes
 */
public record Verdict(Decision decision, String reason) {

	/** The reason of an image that is not of the kind that the model knows. */
	public static final String UNLIKE = "unlike the training images";

	private static final String UNSET = "no thresholds are set";
	private static final String REGION = "a region reaches the pixel threshold";
	private static final String REVIEW = "the score reaches review_from";
	private static final String REJECT = "the score reaches image_threshold";
	private static final String REJECT_WITHOUT_REGION = REJECT + "; no region does: the difference is spread out, no place stands out";

	/**
	 * The verdict on an image. Score and regions agree: an image that passes shows no region, because one that has a region
	 * is for review at least; one that is rejected without a region says so.
	 *
	 * @param score its score
	 * @param thresholds the image thresholds
	 * @param hasRegion whether any region of it reaches the pixel threshold
	 * @param isUnlike whether it is not of the kind that the model knows, so that a low score means nothing
	 */
	public static Verdict of(final float score, final ImageThresholds thresholds, final boolean hasRegion, final boolean isUnlike) {
		return switch (thresholds.decide(score)) {
			case REJECT -> new Verdict(Decision.REJECT, hasRegion ? REJECT : REJECT_WITHOUT_REGION);
			case REVIEW -> new Verdict(Decision.REVIEW, isUnlike ? UNLIKE : thresholds.reviewFrom().isSet() ? REVIEW : UNSET);
			case PASS ->
				isUnlike ? new Verdict(Decision.REVIEW, UNLIKE) : hasRegion ? new Verdict(Decision.REVIEW, REGION) : new Verdict(Decision.PASS, "");
		};
	}
}
