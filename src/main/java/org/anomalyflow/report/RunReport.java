package org.anomalyflow.report;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.metric.LabelledScores;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.threshold.Threshold;

/**
 * What the report needs of one finished run besides its row of metrics, its curves and its pictures. It is kept as JSON,
 * so that a report of a resumed evaluation says the same as one that was written at once.
 *
 * @param name category, model and seed, as the folders of the run are named
 * @param images one for each test image, in the order of testing
 * @param reviewFrom the lower image threshold
 * @param imageThreshold the upper image threshold
 * @param pixelThreshold the threshold of the heatmap
 * @param displayMin heat of the first colour
 * @param displayMax heat of the last colour
 * @param telling the pictures to show
 * @param calibrated how many good images set the thresholds
 * @param trainedOn device and precision of the training
 * @param engine version of the engine that trained
 * @param java version of Java that trained
 * @param measured when the test was over, ISO 8601 in UTC
 */
public record RunReport(String name, List<Scored> images, Line reviewFrom, Line imageThreshold, Line pixelThreshold, float displayMin,
	float displayMax, List<Telling> telling, int calibrated, String trainedOn, String engine, String java, String measured)
{

	/**
	 * A judged image.
	 *
	 * @param name relative path
	 * @param defect kind of defect, {@code good} for none
	 * @param defective whether it shows one
	 * @param score the image score
	 * @param decision pass, review or reject
	 */
	public record Scored(String name, String defect, boolean defective, float score, String decision) {}

	/**
	 * A threshold.
	 *
	 * @param value alarm at this score or more
	 * @param sentence where it comes from and what it promises
	 */
	public record Line(float value, String sentence) {

		static Line of(final Threshold threshold, final ModelInfo.Calibration calibration) {
			return new Line(threshold.value(), calibration.sentence(threshold));
		}

		static Line ofPixels(final Threshold threshold, final ModelInfo.Calibration calibration) {
			return new Line(threshold.value(), calibration.pixelSentence(threshold));
		}
	}

	/** Why an image is shown: a defect that passed, one for review, a good image that was rejected, a defect that was. */
	public enum Kind {
		MISS, REVIEW, FALSE_ALARM, HIT
	}

	/**
	 * A picture to show. Outlines are SVG paths in pixels of the picture.
	 *
	 * @param kind why
	 * @param image which image
	 * @param width width of the picture in pixels
	 * @param height height of the picture in pixels
	 * @param imageFile name of the picture in the run's folder of parts
	 * @param heatFile name of the picture of its heatmap
	 * @param found outline of what the model marked; may be empty
	 * @param truth outline of the true defect, empty for a good image; null if there is no mask
	 */
	public record Telling(Kind kind, Scored image, int width, int height, String imageFile, String heatFile, String found, String truth) {}

	/**
	 * Gathers what a run leaves.
	 *
	 * @param info the model's description
	 * @param thresholds the image thresholds in use
	 * @param pixelThreshold the pixel threshold in use
	 */
	public static RunReport of(final String name, final ModelInfo info, final ImageThresholds thresholds, final Threshold pixelThreshold,
		final List<Scored> images, final List<Telling> telling)
	{
		return new RunReport(name, images, Line.of(thresholds.reviewFrom(), info.calibration()),
			Line.of(thresholds.imageThreshold(), info.calibration()), Line.ofPixels(pixelThreshold, info.calibration()),
			info.calibration().displayMin(), info.calibration().displayMax(), telling, info.calibration().imageThreshold().images(),
			info.training().device() + ", " + info.training().precision(), info.versions().engine(), info.versions().java(),
			Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
	}

	/** The decisions about good or defective images. */
	Decisions decisions(final boolean defective) {
		return Decisions.of(images, image -> image.defective() == defective);
	}

	/** The scores with their truth. */
	LabelledScores labelled() {
		final float[] scores = new float[images.size()];
		final boolean[] defective = new boolean[scores.length];
		for (int i = 0; i < scores.length; i++) {
			scores[i] = images.get(i).score();
			defective[i] = images.get(i).defective();
		}
		return LabelledScores.of(scores, defective);
	}
}
