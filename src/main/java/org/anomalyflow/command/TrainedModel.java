package org.anomalyflow.command;

import java.io.File;

import org.anomalyflow.threshold.DisplayRange;

/**
 * What a training has made, for those who show it.
 *
 * @param file the model file
 * @param reviewFrom scores from here on are for review
 * @param rejectFrom scores from here on are rejected
 * @param display range of heatmaps
 * @param promise what the thresholds promise, one sentence
 * @param text what the model is, in a few lines
 */
public record TrainedModel(File file, double reviewFrom, double rejectFrom, DisplayRange display, String promise, String text) {}
