package org.anomalyflow.bundle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

import org.junit.jupiter.api.Test;

/** Which promises of files of format 1 are taken back: those of the very images of the training, and no other. */
class FalsePromiseTest {

	private static final int TRAINED = 12;

	private static ModelInfo.Training training(final int images, final int heldOut) {
		return new ModelInfo.Training(images, heldOut, 0, 0, List.of(), 0, 0, "cpu", "float32", "", null, null);
	}

	private static ThresholdInfo promised(final int images) {
		return new ThresholdInfo(1, "conformal", "0.1", 0.1, images);
	}

	private static ModelInfo.Calibration calibration(final ThresholdInfo threshold, final CalibrationData data) {
		return new ModelInfo.Calibration(threshold, threshold, threshold, 0, 1, data);
	}

	private static void assertKept(final ThresholdInfo threshold, final CalibrationData data, final ModelInfo.Training training) {
		assertEquals(calibration(threshold, data), calibration(threshold, data).withoutFalsePromise(training));
	}

	@Test
	void thresholdsOfTheTrainingPromiseNothing() {
		final ThresholdInfo none = new ThresholdInfo(1, "none", null, null, TRAINED);
		assertEquals(calibration(none, null), calibration(promised(TRAINED), null).withoutFalsePromise(training(TRAINED, 0)));
	}

	@Test
	void otherPromisesStay() {
		// as many images were held out as trained
		assertKept(promised(TRAINED), null, training(TRAINED, TRAINED));
		// calibrated afterwards, with other images
		assertKept(promised(TRAINED + 1), null, training(TRAINED, 0));
		// imported
		assertKept(promised(0), null, training(0, 0));
		// set by hand or by defects, which promised nothing
		assertKept(new ThresholdInfo(1, "f1-optimal", null, null, TRAINED), null, training(TRAINED, 0));
		// the images are here to tell where they are from
		assertKept(promised(TRAINED), new CalibrationData("held-out", "energy", 1, 1, List.of(1f), List.of(), List.of()), training(TRAINED, 0));
	}
}
