package org.anomalyflow.calibration;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

import org.anomalyflow.bundle.CalibrationData;
import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.inference.ImagePrediction;
import org.anomalyflow.metric.ComponentLevels;
import org.anomalyflow.metric.PixelRuns;
import org.anomalyflow.model.Detectors;
import org.anomalyflow.threshold.ImageThresholds;
import org.anomalyflow.threshold.Threshold;
import org.anomalyflow.threshold.ThresholdBasis;

/**
 * What a model reads off good images that are given to set its thresholds, with those told apart that it was trained on:
 * their scores are too low, so they are left out as long as there are others.
 */
final class NewImages {

	private final Set<String> learnedFrom;
	private final GoodPredictions fresh;
	private final GoodPredictions known;
	private final Map<String, Integer> firstFile = new HashMap<>();
	private final Map<Integer, Double> unlikeness = new TreeMap<>();
	/** File and fingerprint of each. */
	private final Set<String> knownImages = new HashSet<>();

	/** @param model the model that reads the images */
	NewImages(final ModelInfo model) {
		learnedFrom = new HashSet<>(model.training().imageFingerprints());
		fresh = new GoodPredictions(Detectors.of(model.model()).scoreScale());
		known = new GoodPredictions(Detectors.of(model.model()).scoreScale());
	}

	/**
	 * Adds an image or a tile of one.
	 *
	 * @param file number of its file; images of one file, and copies, show one part
	 * @param fingerprint of the whole image
	 * @param reading what the model reads off the image or tile
	 * @param area the pixels of it that count; empty for all
	 * @param places where small regions are accepted; may be empty
	 */
	void add(final int file, final String fingerprint, final ImagePrediction reading, final Optional<PixelRuns> area,
		final List<ComponentLevels.Place> places)
	{
		final Integer first = firstFile.putIfAbsent(fingerprint, file);
		final boolean learned = hasLearned(fingerprint);
		if (learned)
			knownImages.add(file + " " + fingerprint);
		final int part = first == null ? file : first;
		(learned ? known : fresh).add(part, reading, area, places);
		if (!learned && reading.unlikeness() > 0)
			unlikeness.merge(part, reading.unlikeness(), Math::max);
	}

	/** Whether the model was trained on an image. */
	boolean hasLearned(final String fingerprint) {
		return learnedFrom.contains(fingerprint);
	}

	/** Says what was left out, or that there was nothing else. */
	void tell(final List<String> sentences) {
		if (knownImages.isEmpty())
			return;
		if (fresh.parts().isEmpty())
			sentences.add("Warning: the model was trained on all " + knownImages.size() +
				" of these images, so that their scores tell nothing about new ones. The thresholds promise nothing; calibrate with " +
				"other good images.");
		else
			sentences.add("Left out: " + knownImages.size() + " of these images, because the model was trained on them.");
	}

	/** Whether there are images that the model was not trained on. */
	boolean isFresh() {
		return !fresh.parts().isEmpty();
	}

	/** Whether there are any. */
	boolean isEmpty() {
		return used().parts().isEmpty();
	}

	/** The readings that thresholds are set with. */
	private GoodPredictions used() {
		return isFresh() ? fresh : known;
	}

	/** As a model file holds them. */
	CalibrationData data() {
		return data(GoodPredictions.Part::levels);
	}

	/** The same with what regions are marked when those that are accepted at places are left out. */
	CalibrationData dataOfPlaces() {
		return data(GoodPredictions.Part::accepted);
	}

	private CalibrationData data(final Function<GoodPredictions.Part, float[]> ofRegions) {
		return used().data(isFresh() ? ThresholdBasis.HELD_OUT : ThresholdBasis.TRAINING, 1, 1, ofRegions)
			.withUnlikeness(unlikeness.values().stream().map(Double::floatValue).sorted().toList());
	}

	/** As a model file holds thresholds that these images or a user have set. */
	ModelInfo.Calibration describe(final ImageThresholds image, final Threshold pixel, final CalibrationData data) {
		return used().describe(image, pixel, data);
	}
}
