package org.anomalyflow.model;

import java.util.function.Function;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * One step of an optimiser.
 *
 * @param part which of {@link FlowModel#parts} it changes
 * @param loss computes what it lowers, a scalar, inside a gradient collector; given a scope that ends with the step
 */
public record TrainingStep(String part, Function<NDManager, NDArray> loss) {}
