package org.anomalyflow.training;

import java.util.Optional;
import java.util.SortedMap;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.calibration.GoodPredictions;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.inference.ImagePrediction;
import org.anomalyflow.model.DetectorModel;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.threshold.ThresholdBasis;
import org.anomalyflow.util.Progress;

/** Sets thresholds with the images that a training was kept from, or with those of the training if there are no others. */
final class HeldOutCalibration {

	private static final String STAGE = "Calibrating";

	private HeldOutCalibration() {}

	/**
	 * Thresholds of the images that the setup has kept from the training.
	 *
	 * @param model that was trained
	 * @param statistics bring features to the scale that it learned; empty for none
	 */
	static ModelInfo.Calibration of(final TrainingSetup setup, final DetectorModel model, final SortedMap<String, HostTensor> statistics) {
		if (setup.heldOut().length > 0)
			return of(setup, model, statistics, setup.heldOut(), ThresholdBasis.HELD_OUT);
		setup.progress().message("Warning: no image is held out, so the thresholds come from the training images themselves and " +
			"promise nothing. With holdout=cross they would be measured on images that a model has not seen.");
		return of(setup, model, statistics, setup.train(), ThresholdBasis.TRAINING);
	}

	/** Thresholds of the training images, where the user did not wait for a model that has not seen them. */
	static ModelInfo.Calibration ofTraining(final TrainingSetup setup, final DetectorModel model,
		final SortedMap<String, HostTensor> statistics)
	{
		setup.progress().message("Warning: the training was finished before any image was judged by a model that has not seen it, so the " +
			"thresholds come from the training images themselves and promise nothing. Calibrate the model with new good images.");
		return of(setup, model, statistics, setup.train(), ThresholdBasis.TRAINING);
	}

	private static ModelInfo.Calibration of(final TrainingSetup setup, final DetectorModel model,
		final SortedMap<String, HostTensor> statistics, final int[] judged, final ThresholdBasis basis)
	{
		final Progress progress = setup.progress();
		final Detector detector = new Detector(setup.context(), setup.extractor().standardised(statistics), model, setup.reader(),
			setup.images().bitDepth(), Optional.empty());
		final GoodPredictions readings = new GoodPredictions(setup.factory().scoreScale());
		for (int i = 0; i < judged.length; i++) {
			if (progress.isCancelled() && StopRequest.ends(progress, i > 0, STAGE, ""))
				break;
			final ImagePrediction reading = detector.read(setup.images().read(judged[i]));
			readings.add(setup.parts().part(judged[i]), reading, setup.images().area(judged[i]));
			if (basis != ThresholdBasis.TRAINING)
				setup.listener().judged(judged[i], reading.score(), reading.heat());
			setup.listener().finishable(true);
			progress.update(STAGE, i + 1L, judged.length, "");
		}
		setup.tellScores(readings, basis != ThresholdBasis.TRAINING);
		return readings.calibration(setup.options().falseAlarmRate(), basis, 1, (double) readings.parts().size() / setup.parts().count());
	}
}
