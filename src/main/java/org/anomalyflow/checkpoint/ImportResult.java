package org.anomalyflow.checkpoint;

import java.util.List;

import org.anomalyflow.bundle.ModelBundle;

/**
 * What an import gave.
 *
 * @param bundle the model
 * @param sentences what the user should know, one line each
 */
public record ImportResult(ModelBundle bundle, List<String> sentences) {

	public ImportResult {
		sentences = List.copyOf(sentences);
	}
}
