package org.anomalyflow.inference;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.threshold.DriftMartingale;
import org.anomalyflow.threshold.GoodScores;
import org.anomalyflow.threshold.RunningRanks;

/**
 * Watches whether images, in the order in which they were taken, are still like the ones that a model's thresholds were set
 * with. Scores and the gate's view of whole images are watched side by side, each of them in two ways: compared with the
 * good images alone, which sees a change that was there before the first image, and with all images so far, which sees a
 * later change sooner, however few good images there are, and which no number of images deceives. The first one ends after
 * {@value #BEGINNING} images, because in thousands the chances of one calibration come to light. See {@link DriftMartingale}.
 */
public final class DriftWatch {

	private static final int BEGINNING = 200;

	/** One kind of score and the two bets on it. */
	private static final class Watched {

		private final GoodScores good;
		private final RunningRanks ranks;
		/** By plain p-value, of which there are few. */
		private final Map<Double, Double> cautious = new HashMap<>();
		private final DriftMartingale ofGood = new DriftMartingale();
		private final DriftMartingale ofAll = new DriftMartingale();

		Watched(final GoodScores good) {
			this.good = good;
			ranks = new RunningRanks(good);
		}

		void add(final float score, final boolean beginning) {
			if (beginning)
				ofGood.add(cautious.computeIfAbsent(good.pValue(score), plain -> good.cautiousPValue(score)));
			ofAll.add(ranks.next(score));
		}

		Stream<DriftMartingale> bets() {
			return Stream.of(ofGood, ofAll);
		}
	}

	private final Optional<Watched> scores;
	private final Optional<Watched> unlikeness;
	private long images;
	private String report = "";

	/** @param data the good images behind the thresholds; null if the model file does not have them: then nothing is seen */
	public DriftWatch(final CalibrationData data) {
		scores = Optional.ofNullable(data).map(CalibrationData::imageScores).map(Watched::new);
		unlikeness = Optional.ofNullable(data).flatMap(CalibrationData::unlikenessOfImages).map(Watched::new);
	}

	/**
	 * Adds the next image.
	 *
	 * @param score its score
	 * @param unlike how unlike the training images it is, see {@link ImagePrediction}
	 * @return whether the images have drifted
	 */
	public boolean add(final double score, final double unlike) {
		images++;
		scores.ifPresent(watched -> watched.add((float) score, images <= BEGINNING));
		unlikeness.ifPresent(watched -> watched.add((float) unlike, images <= BEGINNING));
		if (report.isEmpty() && isAlarm())
			report = "Drift: the last " + bets().max(Comparator.comparingDouble(DriftMartingale::capital)).orElseThrow().lastImages() +
				" images up to number " + images +
				" are unlike those behind the thresholds. Check light, camera and material, then calibrate again with good images taken now.";
		return !report.isEmpty();
	}

	private Stream<DriftMartingale> bets() {
		return Stream.of(scores, unlikeness).flatMap(Optional::stream).flatMap(Watched::bets);
	}

	private boolean isAlarm() {
		return capital() >= DriftMartingale.ALARM;
	}

	/** What the bets against the images being like those behind the thresholds have won so far: 1 at the start, seldom much more without drift. */
	public double capital() {
		// the mean of several fair games is one
		return bets().mapToDouble(DriftMartingale::capital).average().orElse(1);
	}

	/** What to tell the user about drift that was seen; empty if none was. */
	public String report() {
		return report;
	}
}
