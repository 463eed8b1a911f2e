package org.anomalyflow.calibration;

import java.util.List;

import org.anomalyflow.bundle.ModelBundle;

/**
 * What setting a model's thresholds again gave.
 *
 * @param bundle the model with its new thresholds
 * @param sentences what the user should know, one line each
 */
public record CalibrationResult(ModelBundle bundle, List<String> sentences) {

	public CalibrationResult {
		sentences = List.copyOf(sentences);
	}
}
