package org.anomalyflow.inference;

import java.util.Optional;

import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.threshold.DriftMartingale;
import org.anomalyflow.threshold.GoodScores;

/**
 * Watches whether images, in the order in which they were taken, are still like the ones that a model's thresholds were set
 * with. Scores and the gate's view of whole images are watched side by side; see {@link DriftMartingale}.
 */
public final class DriftWatch {

	private final Optional<GoodScores> scores;
	private final Optional<GoodScores> unlikeness;
	private final DriftMartingale ofScores = new DriftMartingale();
	private final DriftMartingale ofUnlikeness = new DriftMartingale();
	private long images;
	private String report = "";

	/** @param data the good images behind the thresholds; null if the model file does not have them: then nothing is seen */
	public DriftWatch(final CalibrationData data) {
		scores = Optional.ofNullable(data).map(CalibrationData::imageScores);
		unlikeness = Optional.ofNullable(data).flatMap(CalibrationData::unlikenessOfImages);
	}

	/**
	 * Adds the next image.
	 *
	 * @param score its score
	 * @param unlike how unlike the training images it is, see {@link Reading}
	 * @return whether the images have drifted
	 */
	public boolean add(final double score, final double unlike) {
		images++;
		final boolean before = isDrifted();
		scores.ifPresent(good -> ofScores.add(good.cautiousPValue((float) score)));
		unlikeness.ifPresent(good -> ofUnlikeness.add(good.cautiousPValue((float) unlike)));
		if (isDrifted() && !before)
			report = "Drift: the last " + (ofUnlikeness.capital() > ofScores.capital() ? ofUnlikeness : ofScores)
				.lastImages() + " images up to number " + images +
				" are unlike those behind the thresholds. Check light, camera and material, then calibrate again with good images taken now.";
		return isDrifted();
	}

	private boolean isDrifted() {
		// the mean of two fair games is one
		return (ofScores.capital() + ofUnlikeness.capital()) / 2 >= DriftMartingale.ALARM;
	}

	/** What to tell the user about drift that was seen; empty if none was. */
	public String report() {
		return report;
	}
}
