package org.anomalyflow.training;

import java.util.List;

import com.google.gson.JsonObject;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.engine.Parameters;

/**
 * What a training has made.
 *
 * @param settings the detector's, complete
 * @param parameters its tensors
 * @param numbers how many numbers were learned
 * @param plannedEpochs epochs that were planned; 0 without epochs
 * @param losses mean loss of each finished epoch
 * @param calibration thresholds and display range
 */
record TrainedDetector(JsonObject settings, Parameters parameters, long numbers, int plannedEpochs, List<Float> losses,
	ModelInfo.Calibration calibration)
{}
