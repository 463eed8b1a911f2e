package org.anomalyflow.gate;

import java.util.SortedMap;

import org.anomalyflow.threshold.GateDistances;
import org.anomalyflow.weights.HostTensor;

/**
 * What a model file keeps of its gate.
 *
 * @param tensors {@code centre} and {@code weight}, [1, D], and {@code directions}, [D, n]; see {@link Gate}
 * @param distances of the training images from each other, and the threshold
 */
public record LearnedGate(SortedMap<String, HostTensor> tensors, GateDistances distances) {}
