package org.anomalyflow.training;

import java.util.Optional;
import java.util.SortedMap;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.calibration.GoodPredictions;
import org.anomalyflow.inference.Detector;
import org.anomalyflow.model.DetectorModel;
import org.anomalyflow.tensorfile.HostTensor;
import org.anomalyflow.threshold.ThresholdBasis;
import org.anomalyflow.util.Progress;

/** Sets thresholds with the images that a training was kept from, or with those of the training if there are no others. */
final class HeldOutCalibration {

	private static final String STAGE = "Calibrating";

	private HeldOutCalibration() {}

	static ModelInfo.Calibration of(final TrainingSetup setup, final DetectorModel model, final SortedMap<String, HostTensor> statistics) {
		final Progress progress = setup.progress();
		final boolean none = setup.heldOut().length == 0;
		if (none)
			progress.message("Warning: no image is held out, so the thresholds come from the training images themselves and " +
				"promise nothing. With holdout=cross they would be measured on images that a model has not seen.");
		final Detector detector = new Detector(setup.context(), setup.extractor().standardised(statistics), model, setup.reader(),
			setup.images().bitDepth(), Optional.empty());
		final int[] judged = none ? setup.train() : setup.heldOut();
		final GoodPredictions readings = new GoodPredictions(setup.factory().scoreScale());
		for (int i = 0; i < judged.length; i++) {
			progress.checkCancelled(STAGE);
			readings.add(setup.parts().part(judged[i]), detector.read(setup.images().read(judged[i])), setup.images().area(judged[i]));
			progress.update(STAGE, i + 1L, judged.length, "");
		}
		return readings.calibration(setup.options().falseAlarmRate(), none ? ThresholdBasis.TRAINING : ThresholdBasis.HELD_OUT, 1,
			(double) readings.parts().size() / setup.parts().count());
	}
}
