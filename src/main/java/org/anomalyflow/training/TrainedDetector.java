package org.anomalyflow.training;

import java.util.List;
import java.util.SortedMap;

import com.google.gson.JsonObject;

import org.anomalyflow.bundle.ModelInfo;
import org.anomalyflow.engine.Parameters;
import org.anomalyflow.tensorfile.HostTensor;

/**
 * What a training has made.
 *
 * @param settings the detector's, complete
 * @param parameters its tensors
 * @param numbers how many numbers were learned
 * @param plannedEpochs epochs that were planned; 0 without epochs
 * @param losses mean loss of each finished epoch
 * @param calibration thresholds and display range
 * @param statistics bring features to the scale that it learned; empty to take them as they are
 * @param train the images that it learned, ascending
 * @param heldOut those that were kept from it, ascending; none if all trained
 */
record TrainedDetector(JsonObject settings, Parameters parameters, long numbers, int plannedEpochs, List<Float> losses,
	ModelInfo.Calibration calibration, SortedMap<String, HostTensor> statistics, int[] train, int[] heldOut)
{}
